import { find, findAll, member } from "./dom";
import { absolute } from "./page";

const KEYED = ":is([data-category],[data-purpose],[data-service])";
const BLOCKED = `script[type="text/plain"]:not([data-src])${KEYED},template${KEYED},:is(iframe,img,link):is([data-src],[data-href])${KEYED}`;

/** How long a script from elsewhere may keep those after it waiting. */
const PATIENCE_MS = 10_000;

/** What something on the page waits for. */
export interface Keys {
  /** All of them have to be granted; `!x` waits for x to be refused or withdrawn on this page. */
  readonly purposes: readonly string[];
  /** Answers for the purposes where it was answered itself. */
  readonly service: string;
}

/** Whoever knows the answers. */
export interface Keeper {
  /** The answer to a purpose, or to a service of it; undefined where there is none. */
  answer(purpose: string, service: string): boolean | undefined;
  /** Before anything runs: what is written otherwise is put into our own form. */
  prepare(waiting: HTMLElement[]): unknown;
  /** Afterwards: what is left to wait. */
  left(waiting: HTMLElement[]): unknown;
}

let keeper: Keeper;
let nonce = "";
let busy = false;
let decided: unknown;
let watching: MutationObserver | undefined;

const ran: HTMLElement[] = [];
const moved = new WeakSet<Node>();

/**
 * Lets run what waits for what is granted, now and later: `<script type="text/plain" data-category="…" data-service="…">`,
 * the content of `<template data-purpose="…">`, and frames and images with `data-src`. What has run cannot be stopped, see
 * `overstayed`. `ownNonce` is the one of the widget's script; `now` says that the visitor answers on this page. Ends when
 * everything that was there has run.
 */
export function openGate(who: Keeper, ownNonce = "", now?: unknown): Promise<void> {
  keeper = who;
  nonce = ownNonce || nonce;
  decided = now;
  watching ||= new MutationObserver(() => void pump());
  watching.observe(member("documentElement"), { childList: true, subtree: true });
  return pump();
}

/** Whether something has run on this page that would not be let in now. */
export function overstayed(): boolean {
  return ran.some((node) => !granted(node));
}

/** Names of cookies that the page's own markup declares for what is not granted: `data-cookies="_a _b*"`. */
export function declaredCookies(): string[] {
  return [...ran, ...blocked()].filter((node) => !granted(node)).flatMap(({ dataset }) => words(dataset["cookies"]));
}

export function keysOf({ dataset }: HTMLElement): Keys {
  return { purposes: words(dataset["category"] || dataset["purpose"]), service: dataset["service"] || "" };
}

/** One at a time, the first of the document first, each once the one before has run. */
async function pump(): Promise<void> {
  if (busy) return;
  busy = true;
  await keeper.prepare(blocked());
  for (let node; (node = blocked().find((each) => granted(each) && permitted(each))); ) {
    if (!/!/.test(node.dataset["category"]!)) ran.push(node);
    await letIn(node);
  }
  busy = false;
  keeper.left(blocked());
}

function blocked(): HTMLElement[] {
  return findAll<HTMLElement>(BLOCKED).filter((node) => !moved.has(node));
}

/** Whether what a node waits for is granted. */
export function granted(node: HTMLElement): boolean {
  const { purposes, service } = keysOf(node);
  return (purposes[0] ? purposes : [""]).every((purpose) =>
    purpose[0] === "!" ? decided && !keeper.answer(purpose.slice(1), service) : keeper.answer(purpose, service),
  );
}

function words(text = ""): string[] {
  return text.match(/[^\s,]+/g) || [];
}

/**
 * Moving a script makes it one that a script inserted, which `strict-dynamic` trusts. So where the page has a nonce, what
 * waits must carry it, or markup that somebody slipped into the page would run here though the page's policy forbids it.
 */
function permitted(node: HTMLElement): boolean {
  const ours = nonce || find<HTMLElement>("script[nonce]:not([type='text/plain'])")?.nonce;
  return !ours || scriptsOf(node).every((script) => script.nonce === ours);
}

function scriptsOf(node: HTMLElement): HTMLScriptElement[] {
  if (node instanceof HTMLTemplateElement) return [...node.content.querySelectorAll("script")];
  return node instanceof HTMLScriptElement ? [node] : [];
}

/** Lets in what is not granted, because the reader asked for it this once. */
export function loadOnce(node: HTMLElement): void {
  if (permitted(node)) void letIn(node);
}

/** Moves: a node that is rebuilt or cloned does not run under Trusted Types. */
async function letIn(node: HTMLElement): Promise<void> {
  moved.add(node);
  for (const name of ["src", "srcset", "href"]) {
    const address = node.dataset[name];
    // A frame's address may be a script.
    if (address && !/^(?!https?:)\w+:/.test(absolute(address, member("baseURI")))) node.setAttribute(name, address);
  }
  const scripts = scriptsOf(node);
  const places = scripts.map(takeOut);
  if (node instanceof HTMLTemplateElement) node.replaceWith(node.content);
  for (const [i, script] of scripts.entries()) await putBack(script, places[i]!);
}

function takeOut(script: HTMLScriptElement): Comment {
  const place = Document.prototype.createComment.call(document, "");
  script.replaceWith(place);
  if (script.type === "text/plain") script.type = script.dataset["type"] || "";
  return place;
}

/** Ends when the script has run, so that the next may rely on it. */
function putBack(script: HTMLScriptElement, place: Comment): Promise<unknown> | undefined {
  const waits = script.hasAttribute("src") && !script.hasAttribute("async");
  const over =
    waits &&
    new Promise((settled) => {
      for (const end of ["load", "error"]) script.addEventListener(end, settled, { once: true });
      setTimeout(settled, PATIENCE_MS);
    });
  place.replaceWith(script);
  return over || undefined;
}
