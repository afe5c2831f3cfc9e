import { device, tab } from "./storage";

/** Values of the fields, by name. */
export type Values = Record<string, string>;

/** A request with its idempotency key: repeated unchanged, it makes one comment. */
export interface Attempt {
  readonly content: string;
  readonly key: string;
  readonly body: string;
}

interface StoredDraft {
  readonly values: Values;
  readonly attempt: Attempt | null;
}

const AUTHOR_TTL_MS = 182 * 86_400_000;

/** Unsent text of a page, stored for this tab: a reload, a crash or a failed request loses nothing. */
export class Draft {
  readonly #key: string;

  constructor(site: string, page: string) {
    this.#key = `palabre:draft:${site}:${page}`;
  }

  read(): StoredDraft | null {
    const stored = tab.get(this.#key) as StoredDraft | null;
    return stored?.values ? stored : null;
  }

  save(values: Values, attempt: Attempt | null): void {
    tab.set(this.#key, Object.values(values).some(Boolean) && { values, attempt });
  }

  clear(): void {
    tab.set(this.#key, null);
  }
}

/** Name and address of an author who ticked «Se souvenir de moi», stored on this device for six months. */
export class SavedAuthor {
  readonly #key: string;

  constructor(site: string) {
    this.#key = `palabre:author:${site}`;
  }

  read(): Values | null {
    const stored = device.get(this.#key) as { values: Values; until: number } | null;
    if (stored && stored.until > Date.now()) return stored.values;
    if (stored) this.clear();
    return null;
  }

  save(all: Values): void {
    const values = { ...all };
    delete values["text"];
    device.set(this.#key, { values, until: Date.now() + AUTHOR_TTL_MS });
  }

  clear(): void {
    device.set(this.#key, null);
  }
}

/** The last attempt again if the content is the same, otherwise one with a new key. */
export function attemptFor(payload: object, elapsed: number, last: Attempt | null): Attempt {
  const content = JSON.stringify(payload);
  if (last?.content === content) return last;
  return { content, key: randomKey(), body: JSON.stringify({ ...payload, elapsed: `${elapsed}` }) };
}

/** A random idempotency key; `randomUUID` exists on secure pages only. */
export function randomKey(): string {
  return crypto.randomUUID?.() || crypto.getRandomValues(new Uint32Array(4)).join("-");
}
