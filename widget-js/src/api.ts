import type {
  ConsentDocument,
  LayerDocument,
  OwnDocument,
  Page,
  Problem,
  RecordedChoice,
  Renewal,
  Submitted,
  ThreadDocument,
} from "./documents";

/** A failed call: `status` is 0 if no answer arrived. */
export class Failure extends Error {
  readonly status: number;
  readonly body: Problem;
  /** Seconds after which to try again; 0 if the server gave none. */
  readonly wait: number;

  constructor(status: number, body: Problem = {}, wait = 0) {
    super(`palabre: ${status} ${body.code}`);
    this.status = status;
    this.body = body;
    this.wait = wait;
  }
}

const NODES = "application/vnd.palabre.nodes+json";
const TIMEOUT_MS = 30_000;

/** The server's URLs: the only file that knows them. Calls reject with a `Failure`. */
export class Api {
  readonly site: string;
  readonly server: string;
  readonly #base: string;

  /** `server` ends with a slash and may carry a path. */
  constructor(server: string, site: string) {
    this.site = site;
    this.server = server;
    this.#base = `${server}api/sites/${encodeURIComponent(site)}/`;
  }

  /** A plain GET, so that no preflight is needed. */
  thread(page: Page): Promise<ThreadDocument> {
    return this.#get(`thread?${query(page)}`);
  }

  /** The next page of a thread. `address` comes from the server; only its query is used. */
  more(address: string): Promise<ThreadDocument> {
    return this.#get(`thread${new URL(address).search}`);
  }

  /** The author's own comments of a page, by their receipts. */
  own(page: Page, receipts: string[]): Promise<OwnDocument> {
    return this.#get(`own?${query(page)}`, { Authorization: `Receipt ${receipts.join()}` });
  }

  /** Sends a comment. The same key with the same body makes one comment, however often it is sent. */
  submit(body: string, key: string): Promise<Submitted> {
    return this.post("comments", body, { "Idempotency-Key": key });
  }

  /** Numbers of published comments, by address as sent or by page id: `[["url", …], ["id", …]]`. */
  counts(pages: string[][]): Promise<{ counts: Record<string, number> }> {
    return this.#get(`counts?${new URLSearchParams(pages)}`);
  }

  /** The policy in force, or null if the site has no purposes. `more` asks for another layer, or for what changed. */
  consent(lang: string, more?: undefined): Promise<ConsentDocument | null>;
  consent(lang: string, more: { known: string }): Promise<Renewal | null>;
  consent(lang: string, more: { layer: "detail" | "table" }): Promise<LayerDocument>;
  consent(lang: string, more: object = {}): Promise<unknown> {
    return this.#get(`consent?${new URLSearchParams({ lang, ...more })}`);
  }

  /** Loads a part of the widget. Rejects if the page's own policy forbids `import()`. */
  part(name: string): Promise<unknown> {
    return import(`${this.server}consent-${name}.${PALABRE_PARTS}.js`);
  }

  /** Records a choice, once for each key. With credentials, or the browser would not store the server's cookie. */
  choose(body: object, key: string): Promise<RecordedChoice> {
    return this.post("consent", JSON.stringify(body), { "Idempotency-Key": key }, "include");
  }

  #get<T>(path: string, headers = {}): Promise<T> {
    return this.#call(path, { headers: { Accept: NODES, ...headers } });
  }

  post<T>(path: string, body: string, headers: object, credentials: RequestCredentials = "omit"): Promise<T> {
    const json = "application/json";
    const all = { Accept: json, "Content-Type": json, ...headers };
    return this.#call(path, { method: "POST", body, credentials, headers: all });
  }

  async #call<T>(path: string, init: RequestInit): Promise<T> {
    const common: RequestInit = { credentials: "omit", signal: AbortSignal.timeout(TIMEOUT_MS) };
    const response = await fetch(this.#base + path, { ...common, ...init }).catch(() => null);
    if (!response) throw new Failure(0);
    if (response.status === 204) return null as T;
    const body = (await response.json().catch(() => null)) as T;
    if (response.ok && body) return body;
    const wait = Number(response.headers.get("Retry-After")) || 0;
    throw new Failure(response.ok ? 0 : response.status, (body as Problem) || {}, wait);
  }
}

function query(page: Page): URLSearchParams {
  return new URLSearchParams(Object.entries(page).filter(([, value]: [string, unknown]) => value));
}
