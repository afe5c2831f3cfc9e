import type { Signals } from "./api";

const ALL = ["ad_storage", "ad_user_data", "ad_personalization", "analytics_storage", "functionality_storage", "personalization_storage"];

let said = false;

/**
 * Tells Google's Consent Mode: that everything is denied, once and before any tag runs; then, where there is a choice, what
 * it grants. Tags themselves wait behind the gate («basic mode»). A signal of several purposes needs all of them.
 */
export function signal(signals: Signals, granted: false | ((purpose: string) => unknown)): true {
  if (!said) {
    gtag("consent", "default", { ...states(() => false), security_storage: "granted", wait_for_update: 500 });
    gtag("set", "ads_data_redaction", true);
  }
  said = true;
  const asked = (name: string) => Object.keys(signals).filter((purpose) => signals[purpose]!.includes(name));
  if (granted) gtag("consent", "update", states((name) => asked(name)[0] && asked(name).every(granted)));
  return true;
}

function states(granted: (name: string) => unknown): object {
  return Object.fromEntries(ALL.map((name) => [name, granted(name) ? "granted" : "denied"]));
}

/** What Google's tags read are `arguments` objects, not arrays. */
function gtag(..._: unknown[]): void {
  ((window as { dataLayer?: unknown[] }).dataLayer ||= []).push(arguments);
}
