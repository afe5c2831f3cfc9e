import type { Signals } from "./api";
import type { Consent } from "./consent";
import { reportLeaks } from "./more-leaks";
import { Places } from "./more-places";
import { signal } from "./more-signals";
import { fillTables } from "./more-table";

/** The third part of the consent manager: what some pages need, or some visits. */
export interface More {
  /** Puts something in the place of what waits where the reader would see it. */
  holdPlaces(waiting: HTMLElement[]): void;
  /** Tells Google's Consent Mode. */
  signal(signals: Signals, granted: false | ((purpose: string) => unknown)): true;
  /** Fills every `<palabre-cookie-table>`, now and later. */
  fillTables(): void;
  /** Tells the server names that nobody declared. */
  reportLeaks(): void;
}

let only: More | undefined;

export function part(consent: Consent): More {
  return (only ||= made(consent));
}

function made(consent: Consent): More {
  const places = new Places(consent);
  return {
    holdPlaces: (waiting) => void places.hold(waiting),
    signal,
    fillTables: () => fillTables(consent),
    reportLeaks: () => reportLeaks(consent),
  };
}
