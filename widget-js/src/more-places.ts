import type { Node } from "./build";
import type { Consent } from "./consent";
import { focus } from "./dom";
import styles from "./places.css";
import { say } from "./words";

/** What stands in the place of what waits: drawn here, it asks nothing of anybody. */
export class Places {
  readonly #consent: Consent;
  #detail: Promise<HTMLElement | null> | undefined;
  readonly #held = new Map<HTMLElement, HTMLElement | null>();

  constructor(consent: Consent) {
    this.#consent = consent;
    addEventListener("palabre:consent", () => this.#release());
  }

  async hold(waiting: HTMLElement[]): Promise<void> {
    const fresh = waiting.filter((node) => !this.#held.has(node));
    for (const node of fresh) this.#held.set(node, null);
    const detail = fresh[0] && (await (this.#detail ||= this.#load()));
    if (!detail) return;
    for (const node of fresh) this.#put(node, detail);
    this.#release();
  }

  /** The second layer has the words: who, why, for how long. */
  async #load(): Promise<HTMLElement | null> {
    const { api, options, tools } = this.#consent;
    if (!(await this.#consent.load())) return null;
    tools.dress(styles);
    const { nodes } = await api.consent(options.lang, { layer: "detail" });
    return tools.build(nodes, document).firstElementChild as HTMLElement;
  }

  #put(node: HTMLElement, dialog: HTMLElement): void {
    const { banner, tools } = this.#consent;
    const { texts, services } = banner!.policy;
    const { purposes, service } = tools.keysOf(node);
    const box = (value: string) => [...dialog.querySelectorAll("input")].find((input) => input.value === value);
    const purpose = box(purposes[0] || services?.[service] || "");
    if (!purpose) return;
    const words = (input?: HTMLInputElement) => input?.labels?.[0]?.textContent || input?.nextElementSibling?.textContent || "";
    const own = box(service);
    const embed = (node instanceof HTMLTemplateElement ? node.content.querySelector<HTMLElement>("iframe,img,video,audio") : node)!;
    const name = words(own) || hostOf(embed);
    const text = (key: string) => say(texts, key, { name, purpose: words(purpose) });
    const tree: Node = [
      "div",
      { class: "palabre-embed", role: "group", lang: dialog.lang, dir: dialog.dir, "aria-label": embed.title || name },
      ["p", ["strong", embed.title || name]],
      ["p", text("embed")],
      ["p", ["button", { type: "button" }, text("once")], ["button", { type: "button" }, text("always")]],
    ];
    const place = tools.build([tree], document).firstElementChild as HTMLElement;
    const about = own?.closest("li")!.querySelector("details")?.cloneNode(true);
    if (about) place.insertBefore(about, place.lastElementChild);
    // As large as what will stand here, so that nothing moves.
    const height = Number(node.getAttribute("height")) || node.offsetHeight;
    const width = Number(node.getAttribute("width")) || node.offsetWidth;
    if (height) place.style.minHeight = `${height}px`;
    if (width) place.style.maxWidth = `${width}px`;
    node.before(place);
    node.style.setProperty("display", "none", "important");
    this.#held.set(node, place);
    const [once, always] = place.querySelectorAll("p > button");
    once!.addEventListener("click", () => this.#open(node, true));
    const given = own ? [service] : purposes;
    always!.addEventListener("click", () => {
      this.#open(node, false);
      void this.#consent.decide(Object.fromEntries(given.map((each) => [each, true])), "embed");
    });
  }

  /** Takes away what stands where something has been let in, or is about to be. */
  #release(): void {
    for (const node of this.#held.keys()) if (this.#consent.tools.granted(node)) this.#open(node, false);
  }

  #open(node: HTMLElement, load: boolean): void {
    const place = this.#held.get(node);
    if (!place) return;
    this.#held.set(node, null);
    const focused = place.contains(document.activeElement);
    const shown = node instanceof HTMLTemplateElement ? (node.content.firstElementChild as HTMLElement) : node;
    node.style.removeProperty("display");
    place.remove();
    if (load) this.#consent.tools.loadOnce(node);
    if (focused && shown.isConnected) focus(shown);
  }
}

function hostOf(embed: HTMLElement): string {
  const address = embed.dataset["src"] || embed.getAttribute("src") || "";
  return URL.canParse(address) ? new URL(address).hostname : location.hostname;
}
