/** A wrapper of the browser's storage that never throws: it may be blocked, full, or hold foreign values. */
export class SafeStorage {
  readonly #open: () => Storage;

  /** `open` is called each time: reading `window.localStorage` itself throws where storage is blocked. */
  constructor(open: () => Storage) {
    this.#open = open;
  }

  get(key: string): unknown {
    try {
      return JSON.parse(this.#open().getItem(key) || "null");
    } catch {
      return null;
    }
  }

  /** Stores a value; a falsy one removes the key. A failure to store is ignored: the server has the comment. */
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

/** Storage of this device, in the host's origin. */
export const device = new SafeStorage(() => localStorage);

/** Storage of this tab. */
export const tab = new SafeStorage(() => sessionStorage);
