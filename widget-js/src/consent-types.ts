import type { Api } from "./api";
import type { build } from "./build";
import type { ConsentDocument } from "./documents";
import type { granted, keysOf, loadOnce } from "./gate";

export interface Options {
  readonly lang: string;
  /** Nonce of the widget's own script, on pages that have nonces. */
  readonly nonce?: string | undefined;
  /** Names of another consent manager mapped to ours: `analytics=audience,marketing=ads`. */
  readonly map?: string | undefined;
}

/** `consent("audience")` answers for a purpose or service; `consent()` opens the choices. */
export type ConsentApi = (name?: string) => Promise<boolean>;

/** Answers by purpose, and by service where one differs from its purpose. */
export type Choices = Readonly<Record<string, boolean>>;

/** Request data of a choice that the server has not recorded yet. */
export interface Unsent {
  readonly key: string;
  readonly source: string;
}

/** A choice as the cookie stores it. The server reads and writes the same format (`ConsentCookie`). */
export interface Choice {
  readonly choices: Choices;
  /** Expiry in seconds since 1970; 0 if the cookie does not state one. */
  readonly until: number;
  /** Policy version that was answered; empty if some purposes are unanswered or the cookie was written by hand. */
  readonly version: string;
  /** Id of the receipt; empty before the server's first answer. */
  readonly id: string;
  /** Present until the server has answered; resending it makes one record, however often it is sent. */
  readonly unsent?: Unsent;
}

/** The first layer on the page, as the parts see it. */
export interface ConsentBanner {
  readonly policy: ConsentDocument;
  readonly home: HTMLElement;
  ask(purposes: readonly string[]): void;
  close(): void;
  say(key: string): void;
}

/** Functions of the main file that the parts use, so that no code is loaded twice. */
export interface Tools {
  readonly build: typeof build;
  readonly addStyles: (text: string) => void;
  readonly granted: typeof granted;
  readonly keysOf: typeof keysOf;
  readonly loadOnce: typeof loadOnce;
}

/** The main file, as the parts see it. A change that breaks parts of other builds raises `HOST_VERSION`. */
export interface ConsentHost {
  readonly version: number;
  readonly api: Pick<Api, "consent" | "post" | "server">;
  readonly options: Options;
  readonly tools: Tools;
  readonly choice: Choice | null;
  readonly banner: ConsentBanner | null;
  answer(purpose: string, service: string): boolean | undefined;
  /** The banner with the policy in force; null if the site has no purposes or the server does not answer. */
  load(): Promise<ConsentBanner | null>;
  open(): Promise<boolean>;
  decide(given: Choices, source: string): Promise<void>;
}

/** The dialogs of the consent manager. */
export interface DetailPart {
  /** Opens the dialog with all purposes. */
  open(): Promise<true>;
  /** Shows a first layer that is a box or a modal dialog. */
  ask(purposes: readonly string[]): true;
}

/** Features that only some pages or visits need. */
export interface ExtrasPart {
  /** Shows placeholders for visible blocked embeds. */
  showPlaceholders(blocked: HTMLElement[]): void;
  /** Fills every `<palabre-cookie-table>`, now and later. */
  fillTables(): void;
  /** Reports undeclared trackers to the server. */
  reportLeaks(): void;
}

/** Support for pages that were written for another consent manager. */
export interface CompatPart {
  /** Translates its markup into our own. */
  translate(): Promise<void>;
  /** Imports the choice that the visitor made there, once. */
  takeOver(): Promise<void>;
}

/** The parts that the main file loads with `import()`, by name. */
export interface Parts {
  detail: DetailPart;
  extras: ExtrasPart;
  compat: CompatPart;
}

/** A module of a part. */
export interface PartModule<Part> {
  part(host: ConsentHost): Part;
}
