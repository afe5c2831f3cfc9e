import type { Consent } from "./consent";
import { cookieNames, matches } from "./tidy";
import { device, tab } from "./storage";

/** Long enough for a page to have loaded what it loads. */
const WAIT_MS = 5_000;
const MOST = 100;
const OWN = ["cookie:palabre_consent", "cookie:cc_cookie", "local:palabre:*", "session:palabre:*"];

/** Tells the server which cookies, storage keys and other hosts this page has that its policy does not declare: names only. */
export function reportLeaks(consent: Consent): void {
  setTimeout(() => void report(consent).catch(() => {}), WAIT_MS);
}

async function report(consent: Consent): Promise<void> {
  const { api } = consent;
  const policy = (await consent.load())?.policy;
  if (!policy) return;
  const declared = [...OWN, ...Object.values(policy.clear || {}).flat()];
  const undeclared = (kind: string, names: string[]) =>
    names.filter((name) => !declared.some((pattern) => matches(`${kind}:${name}`, pattern))).slice(0, MOST);
  const under = (kind: string, names: string[]) => undeclared(kind, names).map((name) => `${kind}:${name}`);
  const cookies = undeclared("cookie", cookieNames().filter(Boolean));
  const keys = [...under("local", device.keys("")), ...under("session", tab.keys(""))].slice(0, MOST);
  const visited = performance.getEntriesByType("resource").map(({ name }) => new URL(name).hostname);
  const ours = ["", location.hostname, new URL(api.server).hostname];
  const hosts = [...new Set(visited)].filter((host) => !ours.includes(host)).slice(0, MOST);
  if (cookies[0] || keys[0] || hosts[0]) {
    const body = { version: policy.version, phase: consent.choice ? "after" : "before", cookies, keys, hosts };
    await api.post("consent/leaks", JSON.stringify(body), {});
  }
}
