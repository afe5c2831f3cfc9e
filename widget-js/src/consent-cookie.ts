import type { Choice } from "./consent-types";
import { member } from "./dom";

const NAME = "palabre_consent";

/** Parses `yes=audience&no=media.ads&id=…&until=…&version=…`, or `no=audience.media` written by hand; null if invalid or expired. */
export function parse(text: string, nowMs: number): Choice | null {
  const fields = new URLSearchParams(text);
  const field = (name: string) => fields.get(name) || "";
  const names = (name: string, answer: boolean) =>
    (field(name).match(/[\w-]+/g) || []).map((key) => [key, answer] as const);
  const choices = Object.fromEntries([...names("yes", true), ...names("no", false)]);
  const until = Number(field("until")) || 0;
  if (!Object.keys(choices).length || (until && until * 1000 <= nowMs)) return null;
  const unsent = { key: field("key"), source: field("source") };
  return { choices, until, version: field("version"), id: field("id"), ...(unsent.key && { unsent }) };
}

/** The cookie's value: nothing in it needs escaping. */
export function format({ choices, until, version, id, unsent }: Choice): string {
  const names = (answer: boolean) =>
    Object.keys(choices)
      .filter((name) => choices[name] === answer)
      .join(".");
  const open = unsent ? `&key=${unsent.key}&source=${unsent.source}` : "";
  return `yes=${names(true)}&no=${names(false)}&id=${id}&until=${until}&version=${version}${open}`;
}

/** The choice that this browser has stored. */
export function readCookie(): Choice | null {
  const found = cookies().find((cookie) => cookie.startsWith(NAME + "="));
  return found ? parse(found.slice(NAME.length + 1), Date.now()) : null;
}

/** Stores a choice until it expires; null removes it. Where cookies are blocked, the choice holds for this page only. */
export function writeCookie(choice: Choice | null): void {
  const seconds = choice ? choice.until - Math.floor(Date.now() / 1000) : 0;
  write(`${NAME}=${choice ? format(choice) : ""}`, `Max-Age=${seconds}; Path=/`);
}

/**
 * Confirms to browsers' consent robots, which look for this cookie after a click, that their click had an effect. It does
 * not contain the choice, and expires after a minute.
 */
export function confirmToRobots(): void {
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
