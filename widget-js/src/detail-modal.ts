import type { ConsentBanner } from "./consent-types";
import { focus } from "./dom";

/** Shows the first layer, as a modal dialog if the site chose one. Escape closes it without an answer: nothing is stored. */
export function showFirstLayer(banner: ConsentBanner, purposes: readonly string[]): true {
  banner.ask(purposes);
  if (banner.policy.layout !== "modal") return true;
  const dialog = document.createElement("dialog");
  const section = banner.home.querySelector("section")!;
  dialog.className = "cm-modal";
  dialog.setAttribute("aria-labelledby", "palabre-cm-heading");
  section.replaceWith(dialog);
  dialog.append(section);
  dialog.addEventListener("close", () => banner.close());
  dialog.showModal();
  // The browser would focus a link in the middle of the text.
  focus(section.querySelector("h2")!);
  return true;
}
