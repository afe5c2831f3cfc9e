import type { Banner } from "./consent-banner";
import { focus } from "./dom";

/** Escape ends a modal first layer without an answer: nothing is written, and the next page asks again. */
export function ask(banner: Banner, purposes: readonly string[]): true {
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
  // Else the browser's choice is a link in the middle of the text.
  focus(section.querySelector("h2")!);
  return true;
}
