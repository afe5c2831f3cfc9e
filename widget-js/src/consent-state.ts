import type { Choice, Choices, Unsent } from "./consent-types";
import type { ConsentDocument } from "./documents";

const DAY_S = 86_400;

type Services = Readonly<Record<string, string>>;

/** The answer to a purpose or to a service; a service without an answer of its own has the answer of its purpose. */
export function answerOf(
  choices: Choices,
  purpose: string,
  service: string,
  services: Services = {},
): boolean | undefined {
  return purpose === "necessary" || (choices[service] ?? choices[purpose || services[service] || ""]);
}

/** Purposes of a policy that have no answer. */
export function unansweredOf(purposes: readonly string[], choices: Choices): string[] {
  return purposes.filter((purpose) => choices[purpose] === undefined);
}

/** A choice with further answers, to be sent to the server. Names that are not given keep their answer. */
export function decided(
  previous: Choice | null,
  given: Choices,
  { purposes, services = {}, version, validDays }: ConsentDocument,
  unsent: Unsent,
  nowMs: number,
): Choice {
  const choices: Record<string, boolean> = { ...previous?.choices, ...given };
  for (const [service, purpose] of Object.entries(services)) {
    if (choices[service] === choices[purpose] || (purpose in given && !(service in given))) delete choices[service];
  }
  return {
    choices,
    until: Math.floor(nowMs / 1000) + validDays * DAY_S,
    version: unansweredOf(purposes, choices)[0] ? "" : version,
    id: previous?.id || "",
    unsent,
  };
}

/** The answers that are still valid once some purposes have changed. */
export function withoutChanged(choices: Choices, changed: readonly string[], services: Services = {}): Choices {
  return Object.fromEntries(Object.entries(choices).filter(([name]) => !changed.includes(services[name] || name)));
}

export function hasGrant(choices: Choices): boolean {
  return Object.values(choices).includes(true);
}
