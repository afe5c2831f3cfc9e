import type { Node } from "./build";

/** Words that the server sends for the widget to say, by key. */
export type Texts = Record<string, string>;

/** The page that a thread belongs to, as the host says it: only the server normalises. */
export interface Page {
  readonly id: string | null;
  readonly url: string;
  readonly title: string;
  readonly lang: string;
  readonly sort: string | null;
}

export interface ThreadDocument {
  readonly count: number;
  readonly open: boolean;
  readonly more: string | null;
  readonly nodes: Node[];
  readonly texts: Texts;
}

export interface OwnDocument {
  readonly comments: { id: string; status: string; nodes: Node[] }[];
  readonly gone: string[];
}

/** The answer to a comment. */
export interface Sent {
  readonly id: string;
  readonly status: string;
  readonly receipt: string;
  readonly statusUrl: string;
}

/** The first layer of a policy. */
export interface ConsentDocument {
  readonly version: string;
  readonly purposes: string[];
  /** The purpose of each service. */
  readonly services?: Readonly<Record<string, string>>;
  readonly validDays: number;
  readonly layout?: string;
  /** What a withdrawal removes, by purpose and by service: `cookie:_ga_*`, `local:x`, `session:y`, `idb:z`. */
  readonly clear?: Readonly<Record<string, readonly string[]>>;
  /** Signals of Google's Consent Mode by purpose, where the site uses it. */
  readonly signals?: Signals;
  /** How many visits of a hundred report what nobody declared, as a fraction. */
  readonly leaks?: number;
  /** Purposes that are new or differ from the version that was said to be known. */
  readonly changed?: string[];
  readonly nodes: Node[];
  readonly texts: Texts;
}

export type Signals = Readonly<Record<string, readonly string[]>>;

/** What there is to say of a policy that the visitor has answered: all of its first layer where something changed. */
export type Renewal = Pick<ConsentDocument, "version" | "signals" | "leaks"> &
  ({ readonly changed: [] } | (ConsentDocument & { readonly changed: string[] }));

export interface FieldError {
  readonly field: string;
  readonly code?: string;
  readonly detail: string;
}

/** Why a call failed: `status` is 0 where no answer came, `body` is the problem that the server told of (RFC 9457). */
export class Failure extends Error {
  readonly status: number;
  readonly body: any;
  /** Seconds after which to try again; 0 where the server did not say. */
  readonly wait: number;

  constructor(status: number, body: any = {}, wait = 0) {
    super(`palabre: ${status} ${body.code}`);
    this.status = status;
    this.body = body;
    this.wait = wait;
  }
}

const NODES = "application/vnd.palabre.nodes+json";
const DEADLINE_MS = 30_000;

/** The server's addresses: the only file that knows them. Calls reject with a `Failure`. */
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

  /** The next page of a thread: `address` is the one that the server gave, of which only the query counts. */
  more(address: string): Promise<ThreadDocument> {
    return this.#get(`thread${new URL(address).search}`);
  }

  /** The author's own comments of a page, by their receipts. */
  own(page: Page, receipts: string[]): Promise<OwnDocument> {
    return this.#get(`own?${query(page)}`, { Authorization: `Receipt ${receipts}` });
  }

  /** Sends a comment. The same key with the same body makes one comment, however often it is sent. */
  submit(body: string, key: string): Promise<Sent> {
    return this.post("comments", body, { "Idempotency-Key": key });
  }

  /** Numbers of published comments, by address as sent or by page id: `[["url", …], ["id", …]]`. */
  counts(pages: string[][]): Promise<{ counts: Record<string, number> }> {
    return this.#get(`counts?${new URLSearchParams(pages)}`);
  }

  /** The policy in force, or null where the site has no purposes. `more` asks for another layer, or for what changed. */
  consent(lang: string, more: object = {}): Promise<any> {
    return this.#get(`consent?${new URLSearchParams({ lang, ...more })}`);
  }

  /** A part of the widget that is loaded when it is needed. Rejects where the page's own policy forbids `import()`. */
  part<Part>(name: string): Promise<Part> {
    return import(`${this.server}consent-${name}.${PALABRE_PARTS}.js`);
  }

  /** Records a choice, once for each key. With credentials, or the browser would not store the server's cookie. */
  choose(body: object, key: string): Promise<{ id: string; receiptUrl: string; validUntil: string }> {
    return this.post("consent", JSON.stringify(body), { "Idempotency-Key": key }, "include");
  }

  #get(path: string, headers = {}): Promise<any> {
    return this.#call(path, { headers: { Accept: NODES, ...headers } });
  }

  post(path: string, body: string, headers: object, credentials: RequestCredentials = "omit"): Promise<any> {
    const json = "application/json";
    const all = { Accept: json, "Content-Type": json, ...headers };
    return this.#call(path, { method: "POST", body, credentials, headers: all });
  }

  async #call(path: string, init: RequestInit): Promise<any> {
    const common: RequestInit = { credentials: "omit", signal: AbortSignal.timeout(DEADLINE_MS) };
    const response = await fetch(this.#base + path, { ...common, ...init }).catch(() => null);
    if (!response) throw new Failure(0);
    if (response.status === 204) return null;
    const body = await response.json().catch(() => null);
    if (response.ok && body) return body;
    throw new Failure(response.ok ? 0 : response.status, body || {}, Number(response.headers.get("Retry-After")) || 0);
  }
}

function query(page: Page): URLSearchParams {
  return new URLSearchParams(Object.entries(page).filter(([, value]) => value));
}
