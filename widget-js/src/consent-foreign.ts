import type { Consent } from "./consent";
import { earlierChoice } from "./foreign-choices";
import { Dialects } from "./foreign-dialects";
import { Names } from "./foreign-names";

/** What only pages need that were written for another consent manager. */
export interface Foreign {
  /** Puts into our own form what is written in theirs. */
  translate(): Promise<void>;
  /** Takes over what the visitor told it, once. */
  takeOver(): Promise<void>;
}

let only: Foreign | undefined;

export function part(consent: Consent): Foreign {
  return (only ||= made(consent));
}

function made(consent: Consent): Foreign {
  const names = new Names(consent);
  const dialects = new Dialects(consent, names);
  return {
    translate: async () => {
      if (await consent.load()) dialects.translate();
    },
    takeOver: async () => {
      const earlier = earlierChoice(consent, names);
      if (!earlier) return;
      await consent.decide(earlier.choices, "api");
      forget(earlier.name);
    },
  };
}

/** Or it would be taken over once more when our own has expired. */
function forget(name: string): void {
  document.cookie = `${name}=; Max-Age=0; Path=/`;
  document.cookie = `${name}=; Max-Age=0; Path=/; Domain=${location.hostname}`;
  try {
    localStorage.removeItem(name);
  } catch {}
}
