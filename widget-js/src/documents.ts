import type { TreeNode } from "./build";

/** Texts that the server sends for the widget to show, by key. */
export type Texts = Record<string, string>;

/** The page that a thread belongs to, as the host states it: only the server normalizes. */
export interface Page {
  readonly id: string | null;
  readonly url: string;
  readonly title: string;
  readonly lang: string;
  readonly sort: string | null;
}

/** A rendered page of a thread. */
export interface ThreadDocument {
  readonly count: number;
  readonly open: boolean;
  readonly more: string | null;
  readonly nodes: TreeNode[];
  readonly texts: Texts;
}

/** The author's own comments of a page; `gone` lists receipts that no longer open anything. */
export interface OwnDocument {
  readonly comments: { id: string; status: string; nodes: TreeNode[] }[];
  readonly gone: string[];
}

/** The server's answer to a submitted comment. */
export interface Submitted {
  readonly id: string;
  readonly status: string;
  readonly receipt: string;
  readonly statusUrl: string;
}

/** Purposes by the signals of Google's Consent Mode that they grant. */
export type Signals = Readonly<Record<string, readonly string[]>>;

/** The policy in force, with the nodes of the first layer. */
export interface ConsentDocument {
  readonly version: string;
  readonly purposes: string[];
  /** The purpose of each service. */
  readonly services?: Readonly<Record<string, string>>;
  readonly validDays: number;
  readonly layout?: string;
  /** Entries that a withdrawal removes, by purpose and by service: `cookie:_ga_*`, `local:x`, `session:y`, `idb:z`. */
  readonly clear?: Readonly<Record<string, readonly string[]>>;
  /** Signals of Google's Consent Mode by purpose, where the site uses it. */
  readonly signals?: Signals;
  /** Share of the visits that report undeclared trackers, from 0 to 1. */
  readonly leaks?: number;
  readonly nodes: TreeNode[];
  readonly texts: Texts;
}

/** The answer about a policy version that the visitor has answered: the whole first layer if purposes changed. */
export type Renewal = Pick<ConsentDocument, "version" | "signals" | "leaks"> &
  ({ readonly changed: [] } | (ConsentDocument & { readonly changed: string[] }));

/** Another rendered view of the policy: the dialog with all purposes, or the cookie table. */
export interface LayerDocument {
  readonly nodes: TreeNode[];
}

/** The server's answer to a recorded choice. */
export interface RecordedChoice {
  readonly id: string;
  readonly receiptUrl: string;
  readonly validUntil: string;
}

export interface FieldError {
  readonly field: string;
  readonly code?: string;
  readonly detail: string;
}

/** An error response of the server (RFC 9457). */
export interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: FieldError[];
}
