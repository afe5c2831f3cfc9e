import { Window } from "happy-dom";

/** Members of the window that the widget uses as globals. */
const GLOBALS = [
  ..."document Document Node Element HTMLElement HTMLTemplateElement HTMLScriptElement HTMLDialogElement".split(" "),
  ..."MutationObserver ResizeObserver CSSStyleSheet CustomEvent Event customElements location navigator screen".split(
    " ",
  ),
  ..."localStorage sessionStorage".split(" "),
];

/** Makes this process a browser with an empty page at this address. Scripts are neither loaded nor run. */
export function openBrowser(url: string): void {
  const window = new Window({ url, settings: { disableIframePageLoading: true } });
  const define = (name: string, value: unknown) =>
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  for (const name of GLOBALS) define(name, Reflect.get(window, name));
  define("window", globalThis);
  define("addEventListener", (type: string, listener: never) => window.addEventListener(type, listener));
  const jar = new CookieJar(new URL(url));
  const cookie = { get: () => jar.visible(), set: (text: string) => jar.set(text), configurable: true };
  // The widget reads members of a document from the prototype, and writes some on the document itself.
  for (const owner of [Document.prototype, document]) Object.defineProperty(owner, "cookie", cookie);
}

/** Cookies by name, domain and path, as browsers tell them apart. */
class CookieJar {
  readonly #url: URL;
  readonly #cookies = new Map<string, string>();

  constructor(url: URL) {
    this.#url = url;
  }

  set(text: string): void {
    const [pair = "", ...rest] = text.split("; ");
    const attributes = new Map(rest.map((each) => each.toLowerCase().split("=") as [string, string]));
    const key = [pair.split("=")[0], attributes.get("domain") ?? "", attributes.get("path") ?? "/"].join("|");
    if (Number(attributes.get("max-age") ?? 1) > 0) this.#cookies.set(key, pair);
    else this.#cookies.delete(key);
  }

  visible(): string {
    const here = [...this.#cookies].filter(([key]) => `${this.#url.pathname}/`.startsWith(key.split("|")[2]!));
    return here.map(([, pair]) => pair).join("; ");
  }
}

/** Replaces the content of the page. */
export function showPage(html: string): void {
  document.body.innerHTML = html;
}

/** Runs pending tasks until a condition holds; fails if it never does. */
export async function until(condition: () => unknown): Promise<void> {
  for (let turn = 0; turn < 1_000; turn++) {
    if (condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never: ${String(condition)}`);
}

/** Runs the tasks that are pending and those that they cause. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
