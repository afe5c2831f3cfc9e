import type { Signals } from "./documents";

const ALL = [
  "ad_storage",
  "ad_user_data",
  "ad_personalization",
  "analytics_storage",
  "functionality_storage",
  "personalization_storage",
];

let initialized = false;

/**
 * Updates Google's Consent Mode: first, before any tag runs, everything is denied; then, once there is a choice, its
 * grants are set. Tags themselves are blocked by the gate (“basic mode”). A signal of several purposes needs all of them.
 */
export function updateConsentMode(signals: Signals, granted?: false | ((purpose: string) => unknown)): true {
  if (!initialized) {
    gtag("consent", "default", { ...states(() => false), security_storage: "granted", wait_for_update: 500 });
    gtag("set", "ads_data_redaction", true);
  }
  initialized = true;
  const purposesOf = (signal: string) => Object.keys(signals).filter((purpose) => signals[purpose]!.includes(signal));
  if (granted)
    gtag(
      "consent",
      "update",
      states((signal) => purposesOf(signal)[0] && purposesOf(signal).every(granted)),
    );
  return true;
}

function states(granted: (signal: string) => unknown): object {
  return Object.fromEntries(ALL.map((signal) => [signal, granted(signal) ? "granted" : "denied"]));
}

/** Google's tags read `arguments` objects, not arrays. */
function gtag(..._: unknown[]): void {
  // eslint-disable-next-line prefer-rest-params
  ((window as { dataLayer?: unknown[] }).dataLayer ||= []).push(arguments);
}
