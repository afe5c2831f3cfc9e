import type { Api } from "./api";
import { build, type TreeNode } from "./build";
import type { OwnDocument, Page, Submitted, Texts, ThreadDocument } from "./documents";
import { focus } from "./dom";
import { emit } from "./events";
import { CommentForm } from "./form";
import { Receipts } from "./receipts";
import { device } from "./storage";
import { textOf } from "./texts";

/** The element that shows a thread, with its page and its API. */
export interface ThreadContext {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly api: Api;
  readonly page: Page;
  readonly announce: (text: string) => void;
}

/** A rendered thread: its form, its further pages, and the reader's own comments merged into the list. */
export class Thread {
  readonly #context: ThreadContext;
  readonly #root: ShadowRoot;
  readonly #texts: Texts;
  readonly #list: HTMLElement;
  readonly #receipts: Receipts;

  /** The root must contain the built nodes of the thread. */
  constructor(context: ThreadContext, { texts }: ThreadDocument) {
    const { root, api, announce } = context;
    const section = root.querySelector<HTMLElement>(".palabre")!;
    const page = section.dataset["page"]!;
    this.#context = context;
    this.#root = root;
    this.#texts = texts;
    this.#list = section.querySelector(".list")!;
    this.#receipts = new Receipts(device, api.site, page);
    section.addEventListener("click", (event) => this.#onClick(event));
    const form = section.querySelector("form");
    const submitted = (answer: Submitted) => this.#onSubmitted(answer);
    if (form) new CommentForm(form, { api, page, lang: section.lang, texts, announce, submitted });
    this.#scrollTo(location.hash);
    void this.#mergeOwn();
  }

  #onClick(event: Event): void {
    const target = (event.target as Element).closest<HTMLElement>(".more,.forget,[href^='#']");
    if (!target) return;
    event.preventDefault();
    if (target.matches(".more")) void this.#showMore(target);
    else if (target.matches(".forget")) this.#forget(target.dataset["id"]!);
    else this.#scrollTo(target.getAttribute("href")!);
  }

  /** Browsers do not scroll to fragments inside a shadow root. */
  #scrollTo(fragment: string): void {
    const target = this.#root.getElementById(fragment.slice(1));
    if (!target) return;
    target.scrollIntoView({ block: "center" });
    focus(target);
  }

  async #showMore(link: HTMLElement): Promise<void> {
    if (link.ariaBusy) return;
    link.ariaBusy = "true";
    try {
      const { nodes, more } = await this.#context.api.more(link.getAttribute("href")!);
      this.#append(nodes);
      if (more) link.setAttribute("href", more);
      else link.parentElement!.remove();
    } catch {
      this.#context.announce(textOf(this.#texts, "loadFailed"));
    }
    link.ariaBusy = null;
  }

  #append(nodes: TreeNode[]): void {
    const added = build(nodes, document);
    const items = [...added.querySelectorAll<HTMLElement>(".comment")];
    for (const { id } of items) this.#root.getElementById(id)?.remove();
    this.#list.append(added);
    if (items[0]) focus(items[0]);
    this.#context.announce(textOf(this.#texts, "moreLoaded", { count: items.length }));
  }

  #onSubmitted(answer: Submitted): void {
    const { id, status } = answer;
    this.#receipts.add(answer);
    emit(this.#context.host, "submitted", { id, status });
    void this.#mergeOwn();
  }

  /** Makes no request if the reader has no receipts. */
  async #mergeOwn(): Promise<void> {
    const { api, page } = this.#context;
    const codes = this.#receipts.all().map(({ receipt }) => receipt);
    if (!codes.length) return;
    const own = await api.own(page, codes).catch(() => null);
    own?.gone.forEach((code) => this.#receipts.remove(code));
    own?.comments.reverse().forEach((comment) => this.#merge(comment));
  }

  /** Replaces the same comment in the list, or adds it before the others. */
  #merge({ id, status, nodes }: OwnDocument["comments"][number]): void {
    const item = build(nodes, document).querySelector<HTMLElement>(".comment")!;
    const known = this.#root.getElementById(item.id);
    if (known) known.replaceWith(item);
    else this.#list.prepend(item);
    this.#root.querySelector(".empty")?.remove();
    if (status === "pending") this.#addForgetButton(item, id);
    else this.#forgetOnceSeen(item, id);
    if (status === "published") emit(this.#context.host, "published", { id });
  }

  #addForgetButton(item: HTMLElement, id: string): void {
    const button: TreeNode = [
      "button",
      { class: "forget", type: "button", "data-id": id },
      textOf(this.#texts, "forget"),
    ];
    item.querySelector(".status")?.append(build([button], document));
  }

  /** Removes the receipt once the reader has seen the decision, which is shown once. */
  #forgetOnceSeen(item: HTMLElement, id: string): void {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      this.#receipts.remove(id);
    });
    seen.observe(item);
  }

  #forget(id: string): void {
    this.#receipts.remove(id);
    this.#root.getElementById(`comment-${id}`)?.remove();
    focus(this.#root.querySelector("h2")!);
    this.#context.announce(textOf(this.#texts, "forgotten"));
  }
}
