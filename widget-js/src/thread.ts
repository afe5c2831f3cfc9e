import type { Api, OwnDocument, Page, Sent, Texts, ThreadDocument } from "./api";
import { build, type Node } from "./build";
import { focus } from "./dom";
import { emit } from "./events";
import { CommentForm } from "./form";
import { Receipts } from "./receipts";
import { device } from "./storage";
import { say } from "./words";

/** Where a thread is shown. */
export interface Place {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly api: Api;
  readonly page: Page;
  readonly announce: (text: string) => void;
}

/** A thread on the screen: its form, its further pages, and the reader's own comments merged in place. */
export class Thread {
  readonly #place: Place;
  readonly #root: ShadowRoot;
  readonly #texts: Texts;
  readonly #list: HTMLElement;
  readonly #receipts: Receipts;

  /** Takes a root in which the thread's nodes have just been built. */
  constructor(place: Place, { texts }: ThreadDocument) {
    const { root, api, announce } = place;
    const section = root.querySelector<HTMLElement>(".palabre")!;
    const page = section.dataset["page"]!;
    this.#place = place;
    this.#root = root;
    this.#texts = texts;
    this.#list = section.querySelector(".list")!;
    this.#receipts = new Receipts(device, api.site, page);
    section.addEventListener("click", (event) => this.#clicked(event));
    const form = section.querySelector("form");
    const sent = (answer: Sent) => this.#sent(answer);
    if (form) new CommentForm(form, { api, page, lang: section.lang, texts, announce, sent });
    this.#follow(location.hash);
    void this.#mergeOwn();
  }

  #clicked(event: Event): void {
    const target = (event.target as Element).closest<HTMLElement>(".more,.forget,[href^='#']");
    if (!target) return;
    event.preventDefault();
    if (target.matches(".more")) void this.#showMore(target);
    else if (target.matches(".forget")) this.#forget(target.dataset["id"]!);
    else this.#follow(target.getAttribute("href")!);
  }

  /** Fragments do not reach into a shadow root by themselves. */
  #follow(fragment: string): void {
    const aim = this.#root.getElementById(fragment.slice(1));
    if (!aim) return;
    aim.scrollIntoView({ block: "center" });
    focus(aim);
  }

  async #showMore(link: HTMLElement): Promise<void> {
    if (link.ariaBusy) return;
    link.ariaBusy = "true";
    try {
      const { nodes, more } = await this.#place.api.more(link.getAttribute("href")!);
      this.#append(nodes);
      if (more) link.setAttribute("href", more);
      else link.parentElement!.remove();
    } catch {
      this.#place.announce(say(this.#texts, "loadFailed"));
    }
    link.ariaBusy = null;
  }

  #append(nodes: Node[]): void {
    const added = build(nodes, document);
    const items = [...added.querySelectorAll<HTMLElement>(".comment")];
    for (const { id } of items) this.#root.getElementById(id)?.remove();
    this.#list.append(added);
    if (items[0]) focus(items[0]);
    this.#place.announce(say(this.#texts, "moreLoaded", { count: items.length }));
  }

  #sent(answer: Sent): void {
    const { id, status } = answer;
    this.#receipts.add(answer);
    emit(this.#place.host, "submitted", { id, status });
    void this.#mergeOwn();
  }

  /** Asks nothing of the server for a reader who has no receipts. */
  async #mergeOwn(): Promise<void> {
    const { api, page } = this.#place;
    const codes = this.#receipts.all().map(({ receipt }) => receipt);
    if (!codes.length) return;
    const own = await api.own(page, codes).catch(() => null);
    own?.gone.forEach((code) => this.#receipts.forget(code));
    own?.comments.reverse().forEach((comment) => this.#merge(comment));
  }

  /** In place of the same comment where the thread has it, else before the others. */
  #merge({ id, status, nodes }: OwnDocument["comments"][number]): void {
    const item = build(nodes, document).querySelector<HTMLElement>(".comment")!;
    const known = this.#root.getElementById(item.id);
    if (known) known.replaceWith(item);
    else this.#list.prepend(item);
    this.#root.querySelector(".empty")?.remove();
    if (status === "pending") this.#offerToForget(item, id);
    else this.#forgetOnceSeen(item, id);
    if (status === "published") emit(this.#place.host, "published", { id });
  }

  #offerToForget(item: HTMLElement, id: string): void {
    const button: Node = ["button", { class: "forget", type: "button", "data-id": id }, say(this.#texts, "forget")];
    item.querySelector(".status")?.append(build([button], document));
  }

  /** An answer is told once. */
  #forgetOnceSeen(item: HTMLElement, id: string): void {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      this.#receipts.forget(id);
    });
    seen.observe(item);
  }

  #forget(id: string): void {
    this.#receipts.forget(id);
    this.#root.getElementById(`comment-${id}`)?.remove();
    focus(this.#root.querySelector("h2")!);
    this.#place.announce(say(this.#texts, "forgotten"));
  }
}
