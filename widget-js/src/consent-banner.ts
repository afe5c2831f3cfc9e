import { build } from "./build";
import styles from "./consent.css";
import type { ConsentBanner } from "./consent-types";
import type { ConsentDocument } from "./documents";
import { member } from "./dom";
import { textOf } from "./texts";

const STATUS_MS = 8_000;

let hasStyles = false;

/**
 * The first layer, in the light DOM because browsers' own consent robots cannot see into a shadow root: a bar or a box that
 * takes no focus; the detail part makes it a modal dialog if the site chose one. `onPress` receives the role of the button.
 */
export class Banner implements ConsentBanner {
  readonly policy: ConsentDocument;
  readonly #main: HTMLElement;
  readonly #section: HTMLElement;
  /** Stays when the first layer closes; has an id of its own, because ad blockers hide the first layer's. */
  readonly #persistent: HTMLElement;
  readonly #status: HTMLElement;
  /** Publishes the bar's height, so that it covers neither the end of the page nor the focused element. */
  readonly #observer = new ResizeObserver(() =>
    member("documentElement").style.setProperty("--palabre-bar", `${this.#section.offsetHeight}px`),
  );
  #previousFocus: HTMLElement | null = null;
  /** The purposes that the first layer asks for. */
  asked: readonly string[] = [];

  constructor(policy: ConsentDocument, onPress: (role: string) => void) {
    this.policy = policy;
    this.#main = element(policy.nodes);
    this.#section = this.#main.querySelector("section")!;
    this.#persistent = element([["div", { id: "palabre-consent" }, ["p", { role: "status" }]]]);
    this.#status = this.#persistent.querySelector("p")!;
    this.#section.classList.add(`cm--${policy.layout || "bar"}`);
    this.#section.addEventListener("click", ({ target }) => {
      const role = (target as Element).closest("button")?.dataset["role"];
      if (role) onPress(role);
    });
    this.#main.addEventListener("focusin", ({ relatedTarget }) => {
      if (relatedTarget instanceof HTMLElement && !this.#main.contains(relatedTarget))
        this.#previousFocus = relatedTarget;
    });
    if (!hasStyles) addStyles(styles);
    hasStyles = true;
    member("body").append(this.#persistent);
  }

  /** Shows the first layer with these purposes. It is first in the order of the document, wherever it is on the screen. */
  ask(purposes: readonly string[]): void {
    this.asked = purposes;
    for (const item of this.#section.querySelectorAll("li")) item.hidden = !purposes.includes(item.dataset["key"]!);
    member("body").prepend(this.#main);
    this.#observer.observe(this.#section);
  }

  /** Closes the first layer and restores the focus. */
  close(): void {
    const focused = this.#main.contains(member("activeElement"));
    this.#main.remove();
    if (focused) this.#previousFocus?.focus();
  }

  get shown(): boolean {
    return this.#main.isConnected;
  }

  /** The element that dialogs are appended to: consent robots look for them beside the first layer. */
  get home(): HTMLElement {
    return this.shown ? this.#main : this.#persistent;
  }

  /** Shows one of the policy's texts for a moment; screen readers announce it. */
  say(key: string): void {
    this.#status.textContent = textOf(this.policy.texts, key);
    setTimeout(() => (this.#status.textContent = ""), STATUS_MS);
  }

  /** Adds a small permanent button that opens the choices, for pages without one of their own. */
  addControl(): void {
    const label = textOf(this.policy.texts, "manage");
    this.#persistent.append(build([["button", { type: "button", "data-palabre": "consent" }, label]], document));
  }

  remove(): void {
    this.close();
    this.#persistent.remove();
  }
}

function element(nodes: ConsentDocument["nodes"]): HTMLElement {
  return build(nodes, document).firstElementChild as HTMLElement;
}

/** Adds a style sheet to the page. */
export function addStyles(text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  Reflect.set(Document.prototype, "adoptedStyleSheets", [...member("adoptedStyleSheets"), sheet], document);
}
