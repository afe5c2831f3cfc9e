/** The browser's storage, which may be blocked, full, or hold what somebody else wrote: none of it may break anything. */
export class Shelf {
  readonly #open: () => Storage;

  /** `open` is asked each time: reading `window.localStorage` itself throws where storage is blocked. */
  constructor(open: () => Storage) {
    this.#open = open;
  }

  get(key: string): any {
    try {
      return JSON.parse(this.#open().getItem(key) || "null");
    } catch {
      return null;
    }
  }

  /** Null removes. What cannot be kept is not kept: the comment is on the server, only the convenience is lost. */
  set(key: string, value: unknown): void {
    try {
      if (value) this.#open().setItem(key, JSON.stringify(value));
      else this.#open().removeItem(key);
    } catch {}
  }

  keys(prefix: string): string[] {
    try {
      return Object.keys(this.#open()).filter((key) => key.startsWith(prefix));
    } catch {
      return [];
    }
  }
}

/** Lives on this device, in the host's origin. */
export const device = new Shelf(() => localStorage);

/** Lives as long as the tab. */
export const tab = new Shelf(() => sessionStorage);
