import type { Node } from "./build";
import type { Consent } from "./consent";
import { focus } from "./dom";
import styles from "./places.css";
import { say } from "./words";

const EMBEDS = "iframe,img,video,audio";

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
    const detail = fresh[0] && (await (this.#detail ||= this.#load().catch(() => null)));
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

  #put(node: HTMLElement, detail: HTMLElement): void {
    const { tools } = this.#consent;
    const { purposes, service } = tools.keysOf(node);
    const own = boxOf(detail, service);
    const asked = own ? [service] : purposes;
    const labels = asked.map((key) => labelOf(boxOf(detail, key))).join(", ");
    if (!labels) return;
    const tree = this.#words(node, detail, own ? labels : "", labels);
    const place = tools.build([tree], document).firstElementChild as HTMLElement;
    const about = own?.closest("li")!.querySelector("details")?.cloneNode(true);
    if (about) place.insertBefore(about, place.lastElementChild);
    takeRoom(place, node);
    node.before(place);
    node.style.setProperty("display", "none", "important");
    this.#held.set(node, place);
    const [once, always] = place.querySelectorAll("p > button");
    once!.addEventListener("click", () => this.#open(node, true));
    always!.addEventListener("click", () => {
      this.#open(node, false);
      void this.#consent.decide(Object.fromEntries(asked.map((key) => [key, true])), "embed");
    });
  }

  /** What it is, who is behind it and why it waits; the second button names what it grants, and no less. */
  #words(node: HTMLElement, detail: HTMLElement, service: string, grants: string): Node {
    const { texts, services } = this.#consent.banner!.policy;
    const { purposes, service: key } = this.#consent.tools.keysOf(node);
    const embed = (node instanceof HTMLTemplateElement ? node.content.querySelector<HTMLElement>(EMBEDS) : node)!;
    const name = service || hostOf(embed);
    const purpose = labelOf(boxOf(detail, purposes[0] || services?.[key] || ""));
    const title = embed.title || name;
    return [
      "div",
      { class: "palabre-embed", role: "group", lang: detail.lang, dir: detail.dir, "aria-label": title },
      ["p", ["strong", title]],
      ["p", say(texts, "embed", { name, purpose })],
      ["p", ["button", { type: "button" }, say(texts, "once")], ["button", { type: "button" }, say(texts, "always", { name: grants })]],
    ];
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

function boxOf(detail: HTMLElement, key: string): HTMLInputElement | undefined {
  return [...detail.querySelectorAll("input")].find((input) => input.value === key);
}

function labelOf(box?: HTMLInputElement): string {
  return box?.nextElementSibling?.textContent || "";
}

/** As large as what will stand here, so that nothing moves. */
function takeRoom(place: HTMLElement, node: HTMLElement): void {
  const height = Number(node.getAttribute("height")) || node.offsetHeight;
  const width = Number(node.getAttribute("width")) || node.offsetWidth;
  if (height) place.style.minHeight = `${height}px`;
  if (width) place.style.maxWidth = `${width}px`;
}

function hostOf(embed: HTMLElement): string {
  const address = embed.dataset["src"] || embed.getAttribute("src") || "";
  return URL.canParse(address) ? new URL(address).hostname : location.hostname;
}
