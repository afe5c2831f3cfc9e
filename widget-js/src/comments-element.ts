import type { Api, Failure } from "./api";
import { build, type Node } from "./build";
import styles from "./comments.css";
import { whenParsed } from "./dom";
import { emit } from "./events";
import { langOf, pageOf } from "./page";
import { Thread } from "./thread";
import { ownWords } from "./words";

/** How far below the window a thread starts to load. */
const MARGIN = "800px 0px";

const WAITING: Node = ["div", { class: "palabre waiting", "aria-busy": "true" }, ["div"], ["div"], ["div"], ["div"]];

let sheet: CSSStyleSheet | undefined;

/** One style sheet for all threads of the page. */
function styled(): CSSStyleSheet {
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
  /** The page that is shown or asked for. */
  #shown = "";
  /** Counts what was asked, so that a late answer to an old question is dropped. */
  #asked = 0;

  connectedCallback(): void {
    addEventListener("online", this.#retry);
    this.#update();
  }

  disconnectedCallback(): void {
    removeEventListener("online", this.#retry);
    this.#stop();
    if (this.#root?.querySelector(".waiting")) this.#shown = "";
  }

  attributeChangedCallback(): void {
    this.#update();
  }

  /** Loads the thread, whether or not it is shown already. */
  async reload(): Promise<void> {
    this.#stop();
    const { api } = CommentsElement;
    const asked = this.#asked;
    const page = pageOf(this);
    this.#shown = JSON.stringify(page);
    try {
      const thread = await api.thread(page);
      if (asked !== this.#asked) return;
      const { root, status } = this.#fill(thread.nodes);
      new Thread({ host: this, root, api, page, announce: (text) => status.replaceChildren(text) }, thread);
      emit(this, "ready", { count: thread.count, open: thread.open });
    } catch (failure) {
      if (asked === this.#asked) this.#fail(failure as Failure);
    }
  }

  /** Not before the document is parsed: a shadow root may come with it. Several changes at once make one load. */
  #update(): void {
    whenParsed(() =>
      queueMicrotask(() => this.isConnected && this.#shown !== JSON.stringify(pageOf(this)) && this.#start()),
    );
  }

  #start(): void {
    this.#stop();
    this.#shown = JSON.stringify(pageOf(this));
    const declared = !this.#root && this.shadowRoot;
    this.#open();
    if (!declared) this.#fill([WAITING]);
    if (this.getAttribute("loading") === "eager" || location.hash.startsWith("#comment-")) void this.reload();
    else this.#loadWhenNear();
  }

  #loadWhenNear(): void {
    const near = (entries: IntersectionObserverEntry[]) =>
      entries.some((entry) => entry.isIntersecting) && this.reload();
    this.#nearby = new IntersectionObserver(near, { rootMargin: MARGIN });
    this.#nearby.observe(this);
  }

  #stop(): void {
    this.#nearby?.disconnect();
    this.#asked++;
  }

  /** Shows nodes in place of what was there, and a place for announcements. */
  #fill(nodes: Node[]): { root: ShadowRoot; status: Element } {
    const root = this.#open();
    root.replaceChildren(build([...nodes, ["p", { class: "palabre-status", role: "status" }]], document));
    return { root, status: root.lastElementChild! };
  }

  #open(): ShadowRoot {
    if (!this.#root) {
      this.#root = this.shadowRoot || this.attachShadow({ mode: "open" });
      this.#root.adoptedStyleSheets.push(styled());
    }
    return this.#root;
  }

  #fail({ status, body }: Failure): void {
    const { offline, loadFailed, retry } = ownWords(langOf(this));
    const why = body?.detail || (status || navigator.onLine ? loadFailed : offline);
    const again: Node = ["button", { part: "button", type: "button" }, retry!];
    const { root } = this.#fill([["div", { class: "palabre failed", role: "alert" }, ["p", why], again]]);
    root.querySelector("button")!.addEventListener("click", () => this.reload());
  }

  readonly #retry = (): void => {
    if (this.#root?.querySelector(".failed")) void this.reload();
  };
}
