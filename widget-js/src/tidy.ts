import type { Consent } from "./consent";
import { declaredCookies } from "./gate";
import { device, tab } from "./storage";

/**
 * Removes what is declared for what is not granted: cookies, on every path and domain that they may have been set for,
 * storage keys, databases. Where the policy is not known, nothing.
 */
export async function tidy(consent: Consent): Promise<void> {
  const { banner } = consent;
  if (!banner) return;
  const { purposes, services = {}, clear = {} } = banner.policy;
  const names = [...purposes, ...Object.keys(services)];
  const declared = (granted: boolean) => names.filter((name) => granted === !!consent.answer("", name)).flatMap((name) => clear[name] || []);
  const kept = declared(true);
  const left = [...declared(false), ...declaredCookies().map((name) => `cookie:${name}`)].filter((pattern) => !kept.includes(pattern));
  const meant = (name: string) => left.some((pattern) => matches(name, pattern));
  for (const name of cookieNames()) if (meant(`cookie:${name}`)) removeCookie(name);
  for (const [kind, shelf] of Object.entries({ local: device, session: tab })) {
    for (const key of shelf.keys("")) if (meant(`${kind}:${key}`)) shelf.set(key, null);
  }
  if (!left.some((pattern) => pattern.startsWith("idb:"))) return;
  for (const { name } of (await indexedDB.databases?.()) || []) if (meant(`idb:${name}`)) indexedDB.deleteDatabase(name!);
}

/** Names of the cookies that a script can see. */
export function cookieNames(): string[] {
  return document.cookie.split("; ").map((cookie) => cookie.split("=")[0]!);
}

/** Whether a name is meant by a pattern: `*` at its end stands for anything. */
export function matches(name: string, pattern: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function removeCookie(name: string): void {
  for (const domain of domains()) {
    for (const path of paths()) document.cookie = `${name}=; Max-Age=0; Path=${path}${domain && `; Domain=${domain}`}`;
  }
}

function domains(): string[] {
  const labels = location.hostname.split(".");
  return ["", ...labels.map((_, i) => labels.slice(i).join("."))];
}

/** A path with a slash at its end is another one than without. */
function paths(): string[] {
  const folders = location.pathname.split("/").filter(Boolean);
  return ["/", ...folders.flatMap((_, i) => ["", "/"].map((end) => `/${folders.slice(0, i + 1).join("/")}${end}`))];
}
