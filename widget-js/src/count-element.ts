import type { Api } from "./api";
import { whenParsed } from "./dom";
import { addressOf } from "./page";

/** Maximum number of pages in one request, which limits the length of its URL. */
const BATCH = 50;

let pending: Set<CountElement> | undefined;

/** `<palabre-count page-url>`: the number of comments of a page, as text. All elements of a document share one request. */
export class CountElement extends HTMLElement {
  static api: Api;
  static readonly observedAttributes = ["page-id", "page-url"];

  connectedCallback(): void {
    this.#enqueue();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#enqueue();
  }

  get key(): string {
    return this.getAttribute("page-id") || addressOf(this);
  }

  show(count: number | undefined): void {
    if (typeof count === "number") this.replaceChildren(String(count));
  }

  #enqueue(): void {
    if (!pending) {
      pending = new Set();
      whenParsed(() => queueMicrotask(fetchAll));
    }
    pending.add(this);
  }
}

function fetchAll(): void {
  const all = [...pending!];
  pending = undefined;
  for (let from = 0; from < all.length; from += BATCH) void fetchCounts(all.slice(from, from + BATCH));
}

async function fetchCounts(batch: CountElement[]): Promise<void> {
  const pages = new Map(
    batch.map((element) => [element.key, [element.hasAttribute("page-id") ? "id" : "url", element.key]]),
  );
  const { counts } = await CountElement.api
    .counts([...pages.values()])
    .catch((): Awaited<ReturnType<Api["counts"]>> => ({ counts: {} }));
  for (const element of batch) element.show(counts[element.key]);
}
