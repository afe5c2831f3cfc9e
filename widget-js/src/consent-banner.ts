import type { ConsentDocument } from "./api";
import { build } from "./build";
import type { Choice } from "./consent-cookie";
import styles from "./consent.css";
import { member } from "./dom";
import { say } from "./words";

/** The document of the contract, and names of cookies that a withdrawal removes, by purpose. */
export type Policy = ConsentDocument & { readonly cookies?: Readonly<Record<string, readonly string[]>> };

const STATUS_MS = 8_000;
const DAY_MS = 86_400_000;

/**
 * The two layers, in the light DOM because browsers' own consent robots cannot see into a shadow root: a bar that takes no
 * focus, and a dialog. `decide` gets the answer to every purpose, and the layer that it was given on.
 */
export class Banner {
  readonly policy: Policy;
  readonly #decide: (choices: Choice["choices"], source: string) => void;
  readonly #main: HTMLElement;
  readonly #dialog: HTMLDialogElement;
  /** Outlives the bar, and bears another name, because lists of cookie banners to hide name the bar. */
  readonly #rest: HTMLElement;
  readonly #status: HTMLElement;
  readonly #observer = new ResizeObserver(() => this.#makeRoom());
  #current: Choice | null = null;
  #before: HTMLElement | null = null;

  constructor(policy: Policy, decide: (choices: Choice["choices"], source: string) => void) {
    this.policy = policy;
    this.#decide = decide;
    this.#main = build(policy.nodes, document).firstElementChild as HTMLElement;
    this.#dialog = this.#main.querySelector("dialog")!;
    this.#rest = build([["div", { id: "palabre-consent" }, ["p", { role: "status" }]]], document).firstElementChild as HTMLElement;
    this.#status = this.#rest.querySelector("p")!;
    for (const layer of [this.#main.querySelector("section")!, this.#dialog]) {
      layer.addEventListener("click", ({ target }) => this.#press((target as Element).closest("button")));
    }
    this.#main.addEventListener("focusin", ({ relatedTarget }) => {
      if (relatedTarget instanceof HTMLElement && !this.#main.contains(relatedTarget)) this.#before = relatedTarget;
    });
    dress();
    member("body").append(this.#rest);
  }

  /** Shows the bar. It comes first in the order of the page, wherever it stands on the screen. */
  ask(current: Choice | null): void {
    this.#current = current;
    member("body").prepend(this.#main);
    this.#observer.observe(this.#section);
  }

  /** Shows the detail: what is chosen now, or nothing ticked. */
  open(choice: Choice | null): void {
    if (this.#dialog.open) return;
    if (!this.#main.isConnected) this.#rest.append(this.#dialog);
    for (const box of this.#boxes) box.checked = !!choice?.choices[box.value];
    this.#showState(choice);
    this.#dialog.showModal();
    this.#dialog.querySelector("h2")!.focus();
  }

  /** Ends both layers. The focus goes back to where it came from. */
  close(): void {
    const focused = this.#main.contains(member("activeElement"));
    this.#dialog.close();
    this.#observer.disconnect();
    this.#main.remove();
    this.#makeRoom();
    if (focused) this.#before?.focus();
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

  get #section(): HTMLElement {
    return this.#main.querySelector("section")!;
  }

  get #boxes(): HTMLInputElement[] {
    return [...this.#dialog.querySelectorAll("input")];
  }

  #press(button: HTMLElement | null): void {
    const role = button?.dataset["role"];
    const source = this.#dialog.open ? "dialog" : "banner";
    if (role === "show") this.open(this.#current);
    else if (role === "save") this.#answer((purpose) => this.#boxes.some((box) => box.checked && box.value === purpose), source);
    else if (role) this.#answer(() => role === "all", source);
    else if (button) this.#dialog.close();
  }

  #answer(granted: (purpose: string) => boolean, source: string): void {
    this.#decide(Object.fromEntries(this.policy.purposes.map((purpose) => [purpose, granted(purpose)])), source);
  }

  #showState(choice: Choice | null): void {
    const day = (ms: number) => new Date(ms).toLocaleDateString(this.#main.lang, { dateStyle: "long" });
    const state = this.#dialog.querySelector<HTMLElement>(".pm__state")!;
    const [text, link] = state.children as unknown as [HTMLElement, HTMLAnchorElement];
    state.hidden = !choice?.until;
    if (choice) {
      const until = choice.until * 1000;
      text.textContent = say(this.policy.texts, "decided", { date: day(until - this.policy.validDays * DAY_MS), until: day(until) });
      link.hidden = !choice.id;
      link.href = new URL(choice.id, link.href).href;
    }
    const signal = "globalPrivacyControl" in navigator && navigator.globalPrivacyControl;
    this.#dialog.querySelector<HTMLElement>(".pm__gpc")!.hidden = !!choice || !signal;
  }

  /** The end of the page, and whatever gets the focus, must not lie under the bar. */
  #makeRoom(): void {
    const { style } = member("documentElement");
    if (this.#main.isConnected) style.setProperty("--palabre-bar", `${this.#section.offsetHeight}px`);
    else style.removeProperty("--palabre-bar");
  }
}

let sheet: CSSStyleSheet | undefined;

function dress(): void {
  if (sheet) return;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  Reflect.set(Document.prototype, "adoptedStyleSheets", [...member("adoptedStyleSheets"), sheet], document);
}
