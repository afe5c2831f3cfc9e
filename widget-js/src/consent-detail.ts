import type { Consent } from "./consent";
import { Choices } from "./detail-choices";
import { ask } from "./detail-modal";

/** The second part of the consent manager: its dialogs. */
export interface Detail {
  /** Shows the second layer. */
  open(): Promise<true>;
  /** Shows a first layer that is no bar: a box, or a modal dialog. */
  ask(purposes: readonly string[]): true;
}

let only: Choices | undefined;

export function part(consent: Consent): Detail {
  const choices = (only ||= new Choices(consent));
  return { open: () => choices.open(), ask: (purposes) => ask(consent.banner!, purposes) };
}
