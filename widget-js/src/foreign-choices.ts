import type { Consent } from "./consent";
import type { Names } from "./foreign-names";

const DAY_MS = 86_400_000;

type Answers = Record<string, boolean>;

export interface Earlier {
  /** Of the cookie or the key that it was kept under. */
  readonly name: string;
  readonly choices: Answers;
}

/** How each manager keeps what the visitor answered; null for what was no act of the visitor. */
const READERS: Record<string, (text: string, names: Names) => Answers | null> = {
  cc_cookie: (text, names) => {
    const { categories } = JSON.parse(text);
    const granted = Object.fromEntries(categories.map((category: string) => [category, true]));
    // It lists what was accepted. What is missing was refused where it was there to be accepted.
    const refused = categories.every((name: string) => names.find(name)?.key === "necessary") ? ["*"] : names.mapped;
    return { ...Object.fromEntries(refused.map((name) => [name, false])), ...granted };
  },
  klaro: (text) => booleans(JSON.parse(text)),
  "eu-consent": (text) => booleans(JSON.parse(text)),
  orejime: (text) => booleans(JSON.parse(text)),
  tarteaucitron: (text) => pairs(text, /([\w-]+)=(true|false)/g),
  CookieConsent: (text) => (/method:'explicit'/.test(text) ? pairs(text, /(necessary|preferences|statistics|marketing):(true|false)/g) : null),
  OptanonConsent: (text) =>
    /interactionCount=[1-9]/.test(text) ? pairs(decodeURIComponent(/groups=([^&]*)/.exec(text)![1]!), /(\w+):(1|0)/g) : null,
  didomi_token: (text) => {
    const { purposes = {}, vendors = {} } = JSON.parse(atob(text));
    const list = (names: string[] = [], answer: boolean) => names.map((name) => [name.replace(/^c:/, ""), answer]);
    const both = [purposes, vendors].flatMap(({ enabled, disabled }) => [...list(enabled, true), ...list(disabled, false)]);
    return Object.fromEntries(both);
  },
  c15t: (text) => (text[0] === "{" ? booleans(JSON.parse(text).consents) : pairs(text, /c\.(\w+):(1|0)/g)),
};

/** What the visitor told another consent manager here, as far as it says without doubt what it means for our purposes. */
export function earlierChoice(consent: Consent, names: Names): Earlier | null {
  for (const name of Object.keys(READERS)) {
    const text = stored(name);
    const answers = text && read(name, text, names);
    const choices = answers && meaning(answers, names, consent);
    const fresh = lastDate(text || "") + consent.banner!.policy.validDays * DAY_MS > Date.now();
    if (choices && Object.keys(choices)[0] && fresh) return { name, choices };
  }
  return null;
}

function read(name: string, text: string, names: Names): Answers | null {
  try {
    return READERS[name]!(text, names);
  } catch {
    return null;
  }
}

/** Never more than was granted: a yes to one service is none to its purpose, and what contradicts itself is no answer. */
function meaning(answers: Answers, names: Names, consent: Consent): Answers {
  const found = new Map<string, Set<boolean>>();
  const add = (key: string, answer: boolean) => found.set(key, (found.get(key) || new Set()).add(answer));
  if (answers["*"] === false) return Object.fromEntries(consent.banner!.policy.purposes.map((purpose) => [purpose, false]));
  for (const [name, answer] of Object.entries(answers)) {
    const named = names.find(name);
    if (named && named.key !== "necessary" && (named.same || !answer)) add(named.key, answer);
    else if (named && named.key !== "necessary") add(named.key, true).get(named.key)!.add(false);
  }
  const clear = [...found].filter(([, set]) => set.size === 1).map(([key, set]) => [key, [...set][0]!]);
  return Object.fromEntries(clear);
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

/** The day of the choice where it was kept, else today. */
function lastDate(text: string): number {
  const found = (text.match(/\d{4}-\d\d-\d\dT[\d:.]+Z?|\b1[67]\d{11}\b/g) || []).map((date) => Number(date) || Date.parse(date));
  const past = found.filter((time) => time <= Date.now());
  return past[0] ? Math.max(...past) : Date.now();
}

function booleans(object: Record<string, unknown>): Answers {
  return Object.fromEntries(Object.entries(object).filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"));
}

function pairs(text: string, pattern: RegExp): Answers {
  return Object.fromEntries([...text.matchAll(pattern)].map(([, name, answer]) => [name!, answer === "true" || answer === "1"]));
}
