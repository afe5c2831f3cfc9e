import type { ConsentDocument } from "./api";
import { build } from "./build";
import styles from "./consent.css";
import { member } from "./dom";
import { say } from "./words";

const STATUS_MS = 8_000;

let dressed = false;

/**
 * The first layer, in the light DOM because browsers' own consent robots cannot see into a shadow root: a bar or a box that
 * takes no focus; the second part makes it a modal dialog where the site chose that. `press` gets the role of the button that was pressed.
 */
export class Banner {
  readonly policy: ConsentDocument;
  readonly #main: HTMLElement;
  readonly #section: HTMLElement;
  /** Outlives the first layer, and bears another name, because lists of cookie banners to hide name the first. */
  readonly #rest: HTMLElement;
  readonly #status: HTMLElement;
  /** The end of the page, and whatever gets the focus, must not lie under the bar; once it is gone, its height is none. */
  readonly #observer = new ResizeObserver(() =>
    member("documentElement").style.setProperty("--palabre-bar", `${this.#section.offsetHeight}px`),
  );
  #before: HTMLElement | null = null;
  /** What the first layer asks, all purposes or some. */
  asked: readonly string[] = [];

  constructor(policy: ConsentDocument, press: (role: string) => void) {
    this.policy = policy;
    this.#main = element(policy.nodes);
    this.#section = this.#main.querySelector("section")!;
    this.#rest = element([["div", { id: "palabre-consent" }, ["p", { role: "status" }]]]);
    this.#status = this.#rest.querySelector("p")!;
    this.#section.classList.add(`cm--${policy.layout || "bar"}`);
    this.#section.addEventListener("click", ({ target }) => {
      const role = (target as Element).closest("button")?.dataset["role"];
      if (role) press(role);
    });
    this.#main.addEventListener("focusin", ({ relatedTarget }) => {
      if (relatedTarget instanceof HTMLElement && !this.#main.contains(relatedTarget)) this.#before = relatedTarget;
    });
    if (!dressed) dress(styles);
    dressed = true;
    member("body").append(this.#rest);
  }

  /** Shows the first layer, with these purposes. It comes first in the order of the page, wherever it stands on the screen. */
  ask(purposes: readonly string[]): void {
    this.asked = purposes;
    for (const item of this.#section.querySelectorAll("li")) item.hidden = !purposes.includes(item.dataset["key"]!);
    member("body").prepend(this.#main);
    this.#observer.observe(this.#section);
  }

  /** Ends it. The focus goes back to where it came from. */
  close(): void {
    const focused = this.#main.contains(member("activeElement"));
    this.#main.remove();
    if (focused) this.#before?.focus();
  }

  get shown(): boolean {
    return this.#main.isConnected;
  }

  /** Where the second layer belongs: robots look for it beside the first. */
  get home(): HTMLElement {
    return this.shown ? this.#main : this.#rest;
  }

  /** Says one of the policy's texts, to the eye and to screen readers, for a while. */
  say(key: string): void {
    this.#status.textContent = say(this.policy.texts, key);
    setTimeout(() => (this.#status.textContent = ""), STATUS_MS);
  }

  /** A small control that stays, for pages that have none of their own. */
  addControl(): void {
    const label = say(this.policy.texts, "manage");
    this.#rest.append(build([["button", { type: "button", "data-palabre": "consent" }, label]], document));
  }

  remove(): void {
    this.close();
    this.#rest.remove();
  }
}

function element(nodes: ConsentDocument["nodes"]): HTMLElement {
  return build(nodes, document).firstElementChild as HTMLElement;
}

/** Adds a style sheet to the page. */
export function dress(text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  Reflect.set(Document.prototype, "adoptedStyleSheets", [...member("adoptedStyleSheets"), sheet], document);
}
