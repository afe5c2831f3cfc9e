import type { Api, Failure } from "./api";
import { build, type TreeNode } from "./build";
import styles from "./comments.css";
import { whenParsed } from "./dom";
import { emit } from "./events";
import { langOf, pageOf } from "./page";
import { builtInTexts } from "./texts";
import { Thread } from "./thread";

/** Distance from the viewport at which a thread starts to load. */
const MARGIN = "800px 0px";

/** Placeholder of the thread while it loads. */
const SKELETON: TreeNode = [
  "div",
  { class: "palabre loading", "aria-busy": "true" },
  ["div"],
  ["div"],
  ["div"],
  ["div"],
];

let sheet: CSSStyleSheet | undefined;

/** The style sheet that all threads of the page share. */
function sharedSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
  }
  return sheet;
}

/**
 * `<palabre-comments>`: the thread of a page, in an open shadow root. Its attributes are its configuration; changing one
 * loads the thread anew, which is how single-page sites move from article to article.
 */
export class CommentsElement extends HTMLElement {
  static api: Api;
  static readonly observedAttributes = ["page-id", "page-url", "page-title", "lang", "sort"];

  #root: ShadowRoot | undefined;
  #nearby: IntersectionObserver | undefined;
  /** The page that is shown or requested, as JSON. */
  #current = "";
  /** Number of the last request, so that a late answer to an earlier one is dropped. */
  #request = 0;

  connectedCallback(): void {
    addEventListener("online", this.#retry);
    this.#update();
  }

  disconnectedCallback(): void {
    removeEventListener("online", this.#retry);
    this.#stop();
    if (this.#root?.querySelector(".loading")) this.#current = "";
  }

  attributeChangedCallback(): void {
    this.#update();
  }

  /** Loads the thread, even if it is already shown. */
  async reload(): Promise<void> {
    this.#stop();
    const { api } = CommentsElement;
    const request = this.#request;
    const page = pageOf(this);
    this.#current = JSON.stringify(page);
    try {
      const thread = await api.thread(page);
      if (request !== this.#request) return;
      const { root, status } = this.#render(thread.nodes);
      new Thread({ host: this, root, api, page, announce: (text) => status.replaceChildren(text) }, thread);
      emit(this, "ready", { count: thread.count, open: thread.open });
    } catch (failure) {
      if (request === this.#request) this.#renderFailure(failure as Failure);
    }
  }

  /** Waits until the document is parsed, which may contain a shadow root. Several changes at once cause one load. */
  #update(): void {
    whenParsed(() =>
      queueMicrotask(() => this.isConnected && this.#current !== JSON.stringify(pageOf(this)) && this.#start()),
    );
  }

  #start(): void {
    this.#stop();
    this.#current = JSON.stringify(pageOf(this));
    const declared = !this.#root && this.shadowRoot;
    this.#ensureRoot();
    if (!declared) this.#render([SKELETON]);
    if (this.getAttribute("loading") === "eager" || location.hash.startsWith("#comment-")) void this.reload();
    else this.#loadWhenNear();
  }

  #loadWhenNear(): void {
    const near = (entries: IntersectionObserverEntry[]) => {
      if (entries.some((entry) => entry.isIntersecting)) void this.reload();
    };
    this.#nearby = new IntersectionObserver(near, { rootMargin: MARGIN });
    this.#nearby.observe(this);
  }

  #stop(): void {
    this.#nearby?.disconnect();
    this.#request++;
  }

  /** Replaces the content by nodes and an empty status line for announcements. */
  #render(nodes: TreeNode[]): { root: ShadowRoot; status: Element } {
    const root = this.#ensureRoot();
    root.replaceChildren(build([...nodes, ["p", { class: "palabre-status", role: "status" }]], document));
    return { root, status: root.lastElementChild! };
  }

  #ensureRoot(): ShadowRoot {
    if (!this.#root) {
      this.#root = this.shadowRoot || this.attachShadow({ mode: "open" });
      this.#root.adoptedStyleSheets.push(sharedSheet());
    }
    return this.#root;
  }

  #renderFailure({ status, body }: Failure): void {
    const { offline = "", loadFailed = "", retry = "" } = builtInTexts(langOf(this));
    const message = body?.detail || (status || navigator.onLine ? loadFailed : offline);
    const again: TreeNode = ["button", { part: "button", type: "button" }, retry];
    const { root } = this.#render([["div", { class: "palabre failed", role: "alert" }, ["p", message], again]]);
    root.querySelector("button")!.addEventListener("click", () => void this.reload());
  }

  readonly #retry = (): void => {
    if (this.#root?.querySelector(".failed")) void this.reload();
  };
}
