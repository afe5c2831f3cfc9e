import { device, tab } from "./storage";

/** What is in the fields, by name. */
export type Values = Record<string, string>;

/** One sending of one content: repeated as it was, it makes one comment. */
export interface Attempt {
  readonly content: string;
  readonly key: string;
  readonly body: string;
}

const REMEMBERED_MS = 182 * 86_400_000;

/** What the reader has typed on a page, kept for this tab: a reload, a crash or a failed sending loses nothing. */
export class Draft {
  readonly #key: string;

  constructor(site: string, page: string) {
    this.#key = `palabre:draft:${site}:${page}`;
  }

  read(): { values: Values; attempt: Attempt | null } | null {
    const kept = tab.get(this.#key);
    return kept?.values ? kept : null;
  }

  keep(values: Values, attempt: Attempt | null): void {
    tab.set(this.#key, Object.values(values).some(Boolean) && { values, attempt });
  }

  clear(): void {
    tab.set(this.#key, null);
  }
}

/** Names and address of whoever ticked «Se souvenir de moi», on this device, for six months. */
export class Remembered {
  readonly #key: string;

  constructor(site: string) {
    this.#key = `palabre:author:${site}`;
  }

  read(): Values | null {
    const kept = device.get(this.#key);
    if (kept?.until > Date.now()) return kept.values;
    if (kept) this.forget();
    return null;
  }

  keep({ text, ...values }: Values): void {
    device.set(this.#key, { values, until: Date.now() + REMEMBERED_MS });
  }

  forget(): void {
    device.set(this.#key, null);
  }
}

/** Sends the same content under the same key, and any other content under a new one. */
export function attemptFor(payload: object, elapsed: number, last: Attempt | null): Attempt {
  const content = JSON.stringify(payload);
  if (last?.content === content) return last;
  return { content, key: randomKey(), body: JSON.stringify({ ...payload, elapsed: `${elapsed}` }) };
}

/** `randomUUID` exists on secure pages only. */
export function randomKey(): string {
  return crypto.randomUUID?.() || crypto.getRandomValues(new Uint32Array(4)).join("-");
}
