import type { Api } from "./api";
import { whenParsed } from "./dom";
import { addressOf } from "./page";

/** So many pages in one request, lest its address grow too long. */
const BATCH = 50;

let waiting: Set<CountElement> | undefined;

/** `<palabre-count page-url>`: how many comments a page has, as a text of the page's own. All of a page's are asked at once. */
export class CountElement extends HTMLElement {
  static api: Api;
  static readonly observedAttributes = ["page-id", "page-url"];

  connectedCallback(): void {
    this.#ask();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#ask();
  }

  get key(): string {
    return this.getAttribute("page-id") || addressOf(this);
  }

  show(count: number | undefined): void {
    if (typeof count === "number") this.replaceChildren(String(count));
  }

  #ask(): void {
    if (!waiting) {
      waiting = new Set();
      whenParsed(() => queueMicrotask(answerAll));
    }
    waiting.add(this);
  }
}

function answerAll(): void {
  const all = [...waiting!];
  waiting = undefined;
  for (let from = 0; from < all.length; from += BATCH) void answer(all.slice(from, from + BATCH));
}

async function answer(batch: CountElement[]): Promise<void> {
  const pages = new Map(
    batch.map((element) => [element.key, [element.hasAttribute("page-id") ? "id" : "url", element.key]]),
  );
  const { counts } = await CountElement.api
    .counts([...pages.values()])
    .catch(() => ({ counts: {} as Record<string, number> }));
  for (const element of batch) element.show(counts[element.key]);
}
