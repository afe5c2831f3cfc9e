import type { PurposeNames } from "./compat-names";
import type { ConsentDocument } from "./documents";

const DAY_MS = 86_400_000;

type Answers = Record<string, boolean>;

/** A choice stored by another consent manager, in the names of our policy. */
export interface EarlierChoice {
  /** Name of the cookie or storage key that holds it. */
  readonly name: string;
  readonly choices: Answers;
}

interface Didomi {
  readonly purposes?: DidomiAnswers;
  readonly vendors?: DidomiAnswers;
}

interface DidomiAnswers {
  readonly enabled?: string[];
  readonly disabled?: string[];
}

/** Parses the stored answers of each manager; null if the entry is not a choice of the visitor. */
const PARSERS: Record<string, (text: string, names: PurposeNames) => Answers | null> = {
  cc_cookie: (text, names) => {
    const { categories } = JSON.parse(text) as { categories: string[] };
    const granted = Object.fromEntries(categories.map((category) => [category, true]));
    // Only accepted categories are listed. A missing one was refused if it could have been accepted.
    const refused = categories.every((name) => names.find(name)?.key === "necessary") ? ["*"] : names.mapped;
    return { ...Object.fromEntries(refused.map((name) => [name, false])), ...granted };
  },
  klaro: (text) => booleans(JSON.parse(text)),
  "eu-consent": (text) => booleans(JSON.parse(text)),
  orejime: (text) => booleans(JSON.parse(text)),
  tarteaucitron: (text) => pairs(text, /([\w-]+)=(true|false)/g),
  CookieConsent: (text) =>
    text.includes("method:'explicit'")
      ? pairs(text, /(necessary|preferences|statistics|marketing):(true|false)/g)
      : null,
  OptanonConsent: (text) =>
    /interactionCount=[1-9]/.test(text)
      ? pairs(decodeURIComponent(/groups=([^&]*)/.exec(text)![1]!), /(\w+):(1|0)/g)
      : null,
  didomi_token: (text) => {
    const { purposes = {}, vendors = {} } = JSON.parse(atob(text)) as Didomi;
    const list = (names: string[] = [], answer: boolean) => names.map((name) => [name.replace(/^c:/, ""), answer]);
    const both = [purposes, vendors].flatMap(({ enabled, disabled }) => [
      ...list(enabled, true),
      ...list(disabled, false),
    ]);
    return Object.fromEntries(both) as Answers;
  },
  c15t: (text) =>
    text[0] === "{" ? booleans((JSON.parse(text) as { consents: unknown }).consents) : pairs(text, /c\.(\w+):(1|0)/g),
};

/** The visitor's choice with another consent manager, as far as it maps unambiguously to our purposes. */
export function earlierChoice(policy: ConsentDocument, names: PurposeNames): EarlierChoice | null {
  for (const name of Object.keys(PARSERS)) {
    const text = stored(name);
    const choices = text && parse(name, text, names, policy.purposes);
    const valid = lastDate(text || "") + policy.validDays * DAY_MS > Date.now();
    if (choices && Object.keys(choices)[0] && valid) return { name, choices };
  }
  return null;
}

/** Parses an entry of another manager; null if it cannot be parsed or is no choice of the visitor. */
export function parse(name: string, text: string, names: PurposeNames, purposes: readonly string[]): Answers | null {
  try {
    const answers = PARSERS[name]!(text, names);
    return answers && translate(answers, names, purposes);
  } catch {
    return null;
  }
}

/** Never more than was granted: a grant to a service is none to its purpose, and contradictory answers count as none. */
function translate(answers: Answers, names: PurposeNames, purposes: readonly string[]): Answers {
  const found = new Map<string, Set<boolean>>();
  const add = (key: string, answer: boolean) => found.set(key, (found.get(key) || new Set()).add(answer));
  if (answers["*"] === false) return Object.fromEntries(purposes.map((purpose) => [purpose, false]));
  for (const [name, answer] of Object.entries(answers)) {
    const named = names.find(name);
    if (named && named.key !== "necessary" && (named.same || !answer)) add(named.key, answer);
    else if (named && named.key !== "necessary") add(named.key, true).get(named.key)!.add(false);
  }
  const unambiguous = [...found].filter(([, set]) => set.size === 1).map(([key, set]) => [key, [...set][0]!] as const);
  return Object.fromEntries(unambiguous);
}

function stored(name: string): string | null {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  try {
    const text = cookie ? cookie.slice(name.length + 1) : localStorage.getItem(name);
    return text && /^[^%{]*%/.test(text) && name !== "OptanonConsent" ? decodeURIComponent(text) : text;
  } catch {
    return null;
  }
}

/** The latest past date in an entry, which is the date of the choice; now if it has none. */
export function lastDate(text: string): number {
  const found = (text.match(/\d{4}-\d\d-\d\dT[\d:.]+Z?|\b1[67]\d{11}\b/g) || []).map(
    (date) => Number(date) || Date.parse(date),
  );
  const past = found.filter((time) => time <= Date.now());
  return past[0] ? Math.max(...past) : Date.now();
}

function booleans(object: unknown): Answers {
  return Object.fromEntries(
    Object.entries(object as object).filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"),
  );
}

function pairs(text: string, pattern: RegExp): Answers {
  return Object.fromEntries(
    [...text.matchAll(pattern)].map(([, name, answer]) => [name!, answer === "true" || answer === "1"]),
  );
}
