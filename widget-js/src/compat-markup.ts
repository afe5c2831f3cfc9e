import type { PurposeNames } from "./compat-names";
import { translateJobs } from "./compat-tarteaucitron";
import type { ConsentHost } from "./consent-types";
import { findAll } from "./dom";

/** Blocked elements of each manager, and the names of the purposes or services that they need. */
const MARKUP: [selector: string, names: (node: HTMLElement) => string | undefined][] = [
  ["[data-cookiecategory]", ({ dataset }) => dataset["cookiecategory"]],
  ["[data-cookieconsent]:not([data-cookieconsent=ignore])", ({ dataset }) => dataset["cookieconsent"]],
  ["[data-cookie-consent]", ({ dataset }) => dataset["cookieConsent"]],
  ['script[type^="didomi/"]', ({ dataset }) => dataset["purposes"] || dataset["vendor"]?.replace(/\b(c|iab):/g, "")],
  [
    '[class*="optanon-category"]',
    ({ className }) => /optanon-category-(\S+)/.exec(className)?.[1]!.replaceAll("-", ","),
  ],
  [
    ':is(script[type="opt-in"],script[type="text/plain"],[data-src],[data-href])[data-name]',
    ({ dataset }) => dataset["name"],
  ],
  [
    ':is(script[type="text/plain"],template,iframe,img,link,embed):is([data-category],[data-purpose])',
    ({ dataset }) => dataset["category"] || dataset["purpose"],
  ],
];

const PLAYERS: Record<string, string> = {
  youtube: "https://www.youtube-nocookie.com/embed/",
  vimeo: "https://player.vimeo.com/video/",
  dailymotion: "https://geo.dailymotion.com/player.html?video=",
};

const OPENERS = '[data-cc],.ot-sdk-show-settings,[href="#tarteaucitron"]';

interface AddressPolicy {
  createScriptURL(address: string): string;
}

/** Translates markup of other consent managers into the attributes that our gate reads. */
export class MarkupTranslator {
  readonly #consent: ConsentHost;
  readonly #names: PurposeNames;
  readonly #done = new WeakSet<Node>();
  #policy: AddressPolicy | undefined;
  #forbidden = false;

  constructor(consent: ConsentHost, names: PurposeNames) {
    this.#consent = consent;
    this.#names = names;
    addEventListener(
      "click",
      ({ target }) => this.#onClick(target instanceof Element && target.closest<HTMLElement>(OPENERS)),
      true,
    );
  }

  translate(): void {
    translateJobs(
      this.#consent.options.nonce || "",
      (name) => PLAYERS[name] || this.#names.warn(name, "Write its script as a blocked one."),
    );
    for (const div of findAll<HTMLElement>("div[data-service][data-id],[videoID]")) this.#makeFrame(div);
    for (const [selector, names] of MARKUP) {
      for (const node of findAll<HTMLElement>(selector)) {
        if (this.#done.has(node)) continue;
        this.#done.add(node);
        this.#translate(node, names(node)?.match(/[^\s,]+/g) || []);
      }
    }
  }

  #translate(node: HTMLElement, names: string[]): void {
    const found = names
      .filter((name) => name[0] !== "!")
      .map((name) => this.#names.find(name) || this.#names.warnUnmapped(name));
    if (!found.every((each) => !!each)) return;
    if (node instanceof HTMLScriptElement && !this.#prepare(node)) return;
    if (node.localName === "embed" && !this.#address(node, node.dataset["src"]!)) return;
    const service = found.find((each) => each.service);
    if (service) node.dataset["service"] = service.key;
    const purposes = found.filter((each) => !each.service).map((each) => each.key);
    if (!found[0]) return;
    node.dataset[node.dataset["purpose"] ? "purpose" : "category"] = purposes.join(" ");
  }

  /** False if the page's policy forbids to set the address of a script. */
  #prepare(script: HTMLScriptElement): boolean {
    const { dataset } = script;
    if (dataset["src"] && !this.#address(script, dataset["src"])) return false;
    delete dataset["src"];
    if (script.type === "opt-in" || script.type.startsWith("didomi/")) script.type = "text/plain";
    return true;
  }

  #address(node: HTMLElement, address: string): boolean {
    if (this.#forbidden) return false;
    try {
      node.setAttribute("src", this.#trusted(address));
    } catch {
      this.#forbidden = true;
      console.warn(
        "Palabre: scripts with data-src stay blocked here. Add «trusted-types palabre» to the page's policy, or write src.",
      );
    }
    return !this.#forbidden;
  }

  #trusted(address: string): string {
    const { trustedTypes } = window as {
      trustedTypes?: { createPolicy(name: string, rules: AddressPolicy): AddressPolicy };
    };
    if (!trustedTypes) return address;
    this.#policy ||= trustedTypes.createPolicy("palabre", { createScriptURL: (each) => each });
    return this.#policy.createScriptURL(address);
  }

  #makeFrame(div: HTMLElement): void {
    const service = Object.keys(PLAYERS).find(
      (name) => div.dataset["service"] === name || div.classList.contains(`${name}_player`),
    );
    const id = div.dataset["id"] || div.getAttribute("videoid");
    if (!service || !id || this.#done.has(div)) return;
    const frame = document.createElement("iframe");
    Object.assign(frame.dataset, { src: PLAYERS[service]! + encodeURIComponent(id), name: service });
    frame.title = div.dataset["title"] || div.title || service;
    frame.width = div.getAttribute("width") || "560";
    frame.height = div.getAttribute("height") || "315";
    frame.allowFullscreen = true;
    this.#done.add(div);
    div.replaceWith(frame);
  }

  #onClick(opener: HTMLElement | false | null): void {
    if (!opener) return;
    const answer = /^accept-(all|necessary)$/.exec(opener.dataset["cc"] || "")?.[1];
    const { purposes } = this.#consent.banner!.policy;
    if (answer)
      void this.#consent.decide(Object.fromEntries(purposes.map((purpose) => [purpose, answer === "all"])), "banner");
    else void this.#consent.open();
  }
}
