import type { TreeNode } from "./build";
import type { ConsentHost } from "./consent-types";
import { focus } from "./dom";
import styles from "./embed-placeholders.css";
import { textOf } from "./texts";

const EMBEDS = "iframe,img,video,audio";

/** Placeholders of blocked embeds: built here, they load nothing from the embed's host. */
export class EmbedPlaceholders {
  readonly #consent: ConsentHost;
  #detail: Promise<HTMLElement | null> | undefined;
  /** Placeholders by embed; null for an embed that has none, or none any more. */
  readonly #placeholders = new Map<HTMLElement, HTMLElement | null>();

  constructor(consent: ConsentHost) {
    this.#consent = consent;
    addEventListener("palabre:consent", () => this.#removeGranted());
  }

  async show(blocked: HTMLElement[]): Promise<void> {
    const added = blocked.filter((node) => !this.#placeholders.has(node));
    for (const node of added) this.#placeholders.set(node, null);
    const detail = added[0] && (await (this.#detail ||= this.#load().catch(() => null)));
    if (!detail) return;
    for (const node of added) this.#add(node, detail);
    this.#removeGranted();
  }

  /** The dialog with all purposes, whose texts describe each service. */
  async #load(): Promise<HTMLElement | null> {
    const { api, options, tools } = this.#consent;
    if (!(await this.#consent.load())) return null;
    tools.addStyles(styles);
    const { nodes } = await api.consent(options.lang, { layer: "detail" });
    return tools.build(nodes, document).firstElementChild as HTMLElement;
  }

  #add(node: HTMLElement, detail: HTMLElement): void {
    const { tools } = this.#consent;
    const { purposes, service } = tools.keysOf(node);
    const ownBox = boxOf(detail, service);
    const keys = ownBox ? [service] : purposes;
    const labels = keys.map((key) => labelOf(boxOf(detail, key))).join(", ");
    if (!labels) return;
    const tree = this.#tree(node, detail, ownBox ? labels : "", labels);
    const placeholder = tools.build([tree], document).firstElementChild as HTMLElement;
    const about = ownBox?.closest("li")!.querySelector("details")?.cloneNode(true);
    if (about) placeholder.insertBefore(about, placeholder.lastElementChild);
    copySize(placeholder, node);
    node.before(placeholder);
    node.style.setProperty("display", "none", "important");
    this.#placeholders.set(node, placeholder);
    const [once, always] = placeholder.querySelectorAll("p > button");
    once!.addEventListener("click", () => this.#remove(node, true));
    always!.addEventListener("click", () => {
      this.#remove(node, false);
      void this.#consent.decide(Object.fromEntries(keys.map((key) => [key, true])), "embed");
    });
  }

  /** Names the embed, its provider and its purpose; the second button names exactly what it grants. */
  #tree(node: HTMLElement, detail: HTMLElement, service: string, grants: string): TreeNode {
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
      ["p", textOf(texts, "embed", { name, purpose })],
      [
        "p",
        ["button", { type: "button" }, textOf(texts, "once")],
        ["button", { type: "button" }, textOf(texts, "always", { name: grants })],
      ],
    ];
  }

  #removeGranted(): void {
    for (const node of this.#placeholders.keys()) if (this.#consent.tools.granted(node)) this.#remove(node, false);
  }

  /** Shows the embed again, and loads it if `load` says so. */
  #remove(node: HTMLElement, load: boolean): void {
    const placeholder = this.#placeholders.get(node);
    if (!placeholder) return;
    this.#placeholders.set(node, null);
    const hadFocus = placeholder.contains(document.activeElement);
    const shown = node instanceof HTMLTemplateElement ? (node.content.firstElementChild as HTMLElement) : node;
    node.style.removeProperty("display");
    placeholder.remove();
    if (load) this.#consent.tools.loadOnce(node);
    if (hadFocus && shown.isConnected) focus(shown);
  }
}

function boxOf(detail: HTMLElement, key: string): HTMLInputElement | undefined {
  return [...detail.querySelectorAll("input")].find((input) => input.value === key);
}

function labelOf(box?: HTMLInputElement): string {
  return box?.nextElementSibling?.textContent || "";
}

/** Gives the placeholder the size of the embed, so that the layout does not shift. */
function copySize(placeholder: HTMLElement, node: HTMLElement): void {
  const height = Number(node.getAttribute("height")) || node.offsetHeight;
  const width = Number(node.getAttribute("width")) || node.offsetWidth;
  if (height) placeholder.style.minHeight = `${height}px`;
  if (width) placeholder.style.maxWidth = `${width}px`;
}

function hostOf(embed: HTMLElement): string {
  const address = embed.dataset["src"] || embed.getAttribute("src") || "";
  return URL.canParse(address) ? new URL(address).hostname : location.hostname;
}
