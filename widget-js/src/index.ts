import { Api } from "./api";
import { CommentsElement } from "./comments-element";
import { type Asking, startConsent } from "./consent";
import { CountElement } from "./count-element";
import { find, findAll, member, whenParsed } from "./dom";
import { on } from "./events";

/** What a page may call: `window.palabre`. */
export interface Palabre {
  /** Listens for `ready`, `submitted`, `published` or `consent`; returns what stops it. */
  on: typeof on;
  /** Loads every thread of the page again. */
  reload(): Promise<void>;
  /** Whether a purpose or a service is granted, once that is known; without one, opens the choices. */
  consent(name?: string): Promise<boolean>;
}

declare global {
  interface Window {
    palabre?: Palabre;
  }
}

/** Only there while the script runs for the first time; modules never have one. */
const script = (member("currentScript") || find("script[data-site][src*=palabre]")) as HTMLScriptElement | null;
const site = script?.dataset["site"];

if (!site) console.error('Palabre: which site is this? <script data-site="…">');
else if (!customElements.get("palabre-comments")) start(new Api(serverOf(script), site));

/** The script's own folder, which may lie under a path. */
function serverOf({ dataset, src }: HTMLScriptElement): string {
  const given = dataset["server"];
  return given ? given.replace(/\/*$/, "/") : new URL(".", src).href;
}

function start(api: Api): void {
  const { lang } = member("documentElement");
  const started = new Promise<Asking>((tell) =>
    whenParsed(() => idle(() => tell(startConsent(api, { lang, nonce: script!.nonce, map: script!.dataset["map"] })))),
  );
  window.palabre = { on, reload, consent: async (name) => (await started)(name) };
  CommentsElement.api = CountElement.api = api;
  customElements.define("palabre-comments", CommentsElement);
  customElements.define("palabre-count", CountElement);
}

async function reload(): Promise<void> {
  await Promise.all(findAll<CommentsElement>("palabre-comments").map((element) => element.reload()));
}

function idle(action: () => unknown): void {
  if ("requestIdleCallback" in window) requestIdleCallback(action, { timeout: 2000 });
  else setTimeout(action, 200);
}
