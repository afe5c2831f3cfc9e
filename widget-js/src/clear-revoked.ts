import type { ConsentHost } from "./consent-types";
import { declaredCookies } from "./gate";
import { device, tab } from "./storage";

/**
 * Deletes entries that are declared for purposes and services without a grant: cookies, on every path and domain that they
 * may have been set for, storage keys and databases. Does nothing if the policy is not loaded.
 */
export async function clearRevoked(consent: Pick<ConsentHost, "answer" | "banner">): Promise<void> {
  const { banner } = consent;
  if (!banner) return;
  const { purposes, services = {}, clear = {} } = banner.policy;
  const names = [...purposes, ...Object.keys(services)];
  const declared = (isGranted: boolean) =>
    names.filter((name) => isGranted === !!consent.answer("", name)).flatMap((name) => clear[name] || []);
  const granted = declared(true);
  const revoked = [...declared(false), ...declaredCookies().map((name) => `cookie:${name}`)].filter(
    (pattern) => !granted.includes(pattern),
  );
  const isRevoked = (name: string) => revoked.some((pattern) => matches(name, pattern));
  for (const name of cookieNames()) if (isRevoked(`cookie:${name}`)) removeCookie(name);
  for (const [kind, storage] of Object.entries({ local: device, session: tab })) {
    for (const key of storage.keys("")) if (isRevoked(`${kind}:${key}`)) storage.set(key, null);
  }
  if (!revoked.some((pattern) => pattern.startsWith("idb:"))) return;
  for (const { name } of (await indexedDB.databases?.()) || [])
    if (isRevoked(`idb:${name}`)) indexedDB.deleteDatabase(name!);
}

/** Names of the cookies that scripts can read. */
export function cookieNames(): string[] {
  return document.cookie.split("; ").map((cookie) => cookie.split("=")[0]!);
}

/** Whether a name matches a pattern, which may end with `*`. */
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

/** Paths with and without a trailing slash, which differ for cookies. */
function paths(): string[] {
  const folders = location.pathname.split("/").filter(Boolean);
  return ["/", ...folders.flatMap((_, i) => ["", "/"].map((end) => `/${folders.slice(0, i + 1).join("/")}${end}`))];
}
