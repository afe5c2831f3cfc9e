import { cookieNames, matches } from "./clear-revoked";
import type { ConsentHost } from "./consent-types";
import { device, tab } from "./storage";

/** Delay until most pages have loaded their resources. */
const DELAY_MS = 5_000;
const MAX = 100;
const OWN = ["cookie:palabre_consent", "cookie:cc_cookie", "local:palabre:*", "session:palabre:*"];

/** Reports the names of cookies, storage keys and hosts of this page that its policy does not declare. */
export function reportLeaks(consent: ConsentHost): void {
  setTimeout(() => void report(consent).catch(() => {}), DELAY_MS);
}

async function report(consent: ConsentHost): Promise<void> {
  const { api } = consent;
  const policy = (await consent.load())?.policy;
  if (!policy) return;
  const declared = [...OWN, ...Object.values(policy.clear || {}).flat()];
  const undeclared = (kind: string, names: string[]) =>
    names.filter((name) => !declared.some((pattern) => matches(`${kind}:${name}`, pattern))).slice(0, MAX);
  const under = (kind: string, names: string[]) => undeclared(kind, names).map((name) => `${kind}:${name}`);
  const cookies = undeclared("cookie", cookieNames().filter(Boolean));
  const keys = [...under("local", device.keys("")), ...under("session", tab.keys(""))].slice(0, MAX);
  const visited = performance.getEntriesByType("resource").map(({ name }) => new URL(name).hostname);
  const ours = ["", location.hostname, new URL(api.server).hostname];
  const hosts = [...new Set(visited)].filter((host) => !ours.includes(host)).slice(0, MAX);
  if (cookies[0] || keys[0] || hosts[0]) {
    const body = { version: policy.version, phase: consent.choice ? "after" : "before", cookies, keys, hosts };
    await api.post("consent/leaks", JSON.stringify(body), {});
  }
}
