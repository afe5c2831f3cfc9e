import { Api } from "./api";
import { CommentsElement } from "./comments-element";
import { startConsent } from "./consent";
import type { ConsentApi } from "./consent-types";
import { CountElement } from "./count-element";
import { find, findAll, member, whenParsed } from "./dom";
import { on } from "./events";

/** Functions for the page: `window.palabre`. */
export interface Palabre {
  /** Listens for `ready`, `submitted`, `published` or `consent`; returns a function that removes the listener. */
  on: typeof on;
  /** Reloads every thread of the page. */
  reload(): Promise<void>;
  /** Whether a purpose or service is granted, once that is known; without a name, opens the choices. */
  consent(name?: string): Promise<boolean>;
}

declare global {
  interface Window {
    palabre?: Palabre;
  }
}

/** `currentScript` is set only during the first run of a classic script, and never for modules. */
const script = (member("currentScript") || find("script[data-site][src*=palabre]")) as HTMLScriptElement | null;
const site = script?.dataset["site"];

if (!site) console.error('Palabre: the site is missing: <script data-site="…">');
else if (!customElements.get("palabre-comments")) start(new Api(serverOf(script), site));

/** The folder of the script, which may be under a path. */
function serverOf({ dataset, src }: HTMLScriptElement): string {
  const given = dataset["server"];
  return given ? given.replace(/\/*$/, "/") : new URL(".", src).href;
}

function start(api: Api): void {
  const { lang } = member("documentElement");
  const started = new Promise<ConsentApi>((resolve) =>
    whenParsed(() =>
      idle(() => resolve(startConsent(api, { lang, nonce: script!.nonce, map: script!.dataset["map"] }))),
    ),
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
