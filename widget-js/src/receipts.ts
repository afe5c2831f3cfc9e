import type { Submitted } from "./documents";
import type { SafeStorage } from "./storage";

/** Receipt of a comment, stored on the author's device once the author has sent it. */
export interface Receipt {
  readonly receipt: string;
  readonly id: string;
  readonly statusUrl: string;
  readonly at: number;
}

const PREFIX = "palabre:receipts:";
const TTL_MS = 90 * 86_400_000;

/** The server accepts this many receipts in one request. */
const MAX = 20;

/** Receipts of one page of a site, newest first. Nothing is stored before a comment is sent from this device. */
export class Receipts {
  readonly #storage: SafeStorage;
  readonly #key: string;
  readonly #now: () => number;

  constructor(storage: SafeStorage, site: string, page: string, now: () => number = Date.now) {
    this.#storage = storage;
    this.#key = `${PREFIX}${site}:${page}`;
    this.#now = now;
  }

  all(): Receipt[] {
    return this.#valid(this.#key).slice(0, MAX);
  }

  add({ receipt, id, statusUrl }: Submitted): void {
    const others = this.#valid(this.#key).filter((known) => known.id !== id);
    this.#save(this.#key, [{ receipt, id, statusUrl, at: this.#now() }, ...others]);
    for (const key of this.#storage.keys(PREFIX)) this.#save(key, this.#valid(key));
  }

  /** Removes a receipt by the id of its comment or by its code. */
  remove(idOrCode: string): void {
    const others = this.#valid(this.#key).filter(({ id, receipt }) => id !== idOrCode && receipt !== idOrCode);
    this.#save(this.#key, others);
  }

  #valid(key: string): Receipt[] {
    const stored = this.#storage.get(key);
    return Array.isArray(stored)
      ? (stored as (Receipt | null)[]).filter((each): each is Receipt => !!each && each.at > this.#now() - TTL_MS)
      : [];
  }

  #save(key: string, receipts: Receipt[]): void {
    this.#storage.set(key, receipts[0] && receipts);
  }
}
