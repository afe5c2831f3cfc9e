import { definePart } from "./consent-part";
import type { DetailPart } from "./consent-types";
import { ChoicesDialog } from "./detail-choices";
import { showFirstLayer } from "./detail-modal";

export const part = definePart((host): DetailPart => {
  const dialog = new ChoicesDialog(host);
  return { open: () => dialog.open(), ask: (purposes) => showFirstLayer(host.banner!, purposes) };
});
