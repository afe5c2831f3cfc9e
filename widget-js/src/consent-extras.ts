import { updateConsentMode } from "./consent-mode";
import { definePart } from "./consent-part";
import type { ExtrasPart } from "./consent-types";
import { fillTables } from "./cookie-table";
import { EmbedPlaceholders } from "./embed-placeholders";
import { reportLeaks } from "./leak-report";

/** Names that main files with hosts of version 1 call. They release nothing unless `signal` returns true. */
interface Version1 {
  readonly holdPlaces: ExtrasPart["showPlaceholders"];
  readonly signal: typeof updateConsentMode;
}

export const part = definePart((host): ExtrasPart & Version1 => {
  const placeholders = new EmbedPlaceholders(host);
  const showPlaceholders = (blocked: HTMLElement[]) => void placeholders.show(blocked);
  return {
    showPlaceholders,
    fillTables: () => fillTables(host),
    reportLeaks: () => reportLeaks(host),
    holdPlaces: showPlaceholders,
    signal: updateConsentMode,
  };
});
