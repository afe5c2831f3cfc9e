import { member } from "./dom";

const NAME = "palabre_consent";

/** How a choice was made, until the server knows. */
export interface Unsent {
  readonly key: string;
  readonly source: string;
}

export type Choices = Readonly<Record<string, boolean>>;

/** A choice as the cookie remembers it. The server reads and writes the same form (`ConsentCookie`). */
export interface Choice {
  /** By purpose, and by service where one is answered otherwise than its purpose. */
  readonly choices: Choices;
  /** Seconds since 1970; 0 where whoever wrote the cookie did not say. */
  readonly until: number;
  /** Of the policy that was answered; empty where not every purpose was, or the cookie was written by hand. */
  readonly version: string;
  /** Opens the receipt; empty before the server has answered for the first time. */
  readonly id: string;
  /** What the server has not answered yet; sent again exactly so, it makes one record of however many tries. */
  readonly unsent?: Unsent;
}

/** `yes=audience&no=media.ads&id=…&until=…&version=…`, or by hand `no=audience.media`. Null for what is none or has expired. */
export function parse(text: string, nowMs: number): Choice | null {
  const fields = new URLSearchParams(text);
  const field = (name: string) => fields.get(name) || "";
  const names = (name: string, answer: boolean) => (field(name).match(/[\w-]+/g) || []).map((key) => [key, answer] as const);
  const choices = Object.fromEntries([...names("yes", true), ...names("no", false)]);
  const until = Number(field("until")) || 0;
  if (!Object.keys(choices).length || (until && until * 1000 <= nowMs)) return null;
  const unsent = { key: field("key"), source: field("source") };
  return { choices, until, version: field("version"), id: field("id"), ...(unsent.key && { unsent }) };
}

/** The cookie's value: nothing in it needs escaping. */
export function format({ choices, until, version, id, unsent }: Choice): string {
  const names = (answer: boolean) => Object.keys(choices).filter((name) => choices[name] === answer).join(".");
  const open = unsent ? `&key=${unsent.key}&source=${unsent.source}` : "";
  return `yes=${names(true)}&no=${names(false)}&id=${id}&until=${until}&version=${version}${open}`;
}

/** The choice that this browser remembers. */
export function remembered(): Choice | null {
  const found = cookies().find((cookie) => cookie.startsWith(NAME + "="));
  return found ? parse(found.slice(NAME.length + 1), Date.now()) : null;
}

/** Remembers a choice until it expires; null forgets. Where cookies are blocked, the choice holds for this page only. */
export function remember(choice: Choice | null): void {
  const seconds = choice ? choice.until - Math.floor(Date.now() / 1000) : 0;
  write(`${NAME}=${choice ? format(choice) : ""}`, `Max-Age=${seconds}; Path=/`);
}

/**
 * Tells browsers' consent robots, which look for this name after they clicked, that their click was heard. It says nothing
 * of what was chosen, and goes after a minute.
 */
export function confirm(): void {
  write("cc_cookie=1", "Max-Age=60; Path=/");
}

function cookies(): string[] {
  try {
    return member("cookie").split("; ");
  } catch {
    return [];
  }
}

function write(pair: string, attributes: string): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  try {
    Reflect.set(Document.prototype, "cookie", `${pair}; ${attributes}; SameSite=Lax${secure}`, document);
  } catch {}
}
