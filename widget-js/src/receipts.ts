import type { Sent } from "./api";
import type { Shelf } from "./storage";

/** What the author's device keeps of a comment, after the author's own act. */
export interface Receipt {
  readonly receipt: string;
  readonly id: string;
  readonly statusUrl: string;
  readonly at: number;
}

const PREFIX = "palabre:receipts:";
const KEPT_MS = 90 * 86_400_000;

/** The server takes this many receipts in one request. */
const MAX = 20;

/** The receipts of one page of one site, newest first. Nothing is written before a comment is sent from this device. */
export class Receipts {
  readonly #shelf: Shelf;
  readonly #key: string;
  readonly #now: () => number;

  constructor(shelf: Shelf, site: string, page: string, now: () => number = Date.now) {
    this.#shelf = shelf;
    this.#key = `${PREFIX}${site}:${page}`;
    this.#now = now;
  }

  all(): Receipt[] {
    return this.#fresh(this.#key).slice(0, MAX);
  }

  add({ receipt, id, statusUrl }: Sent): void {
    const others = this.#fresh(this.#key).filter((known) => known.id !== id);
    this.#save(this.#key, [{ receipt, id, statusUrl, at: this.#now() }, ...others]);
    for (const key of this.#shelf.keys(PREFIX)) this.#save(key, this.#fresh(key));
  }

  /** By comment or by code. */
  forget(idOrCode: string): void {
    const kept = this.#fresh(this.#key).filter(({ id, receipt }) => id !== idOrCode && receipt !== idOrCode);
    this.#save(this.#key, kept);
  }

  #fresh(key: string): Receipt[] {
    const stored = this.#shelf.get(key);
    return Array.isArray(stored) ? stored.filter((receipt) => receipt?.at > this.#now() - KEPT_MS) : [];
  }

  #save(key: string, receipts: Receipt[]): void {
    this.#shelf.set(key, receipts[0] && receipts);
  }
}
