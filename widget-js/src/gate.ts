import { find, findAll, member } from "./dom";
import { absolute } from "./page";

const KEYED = ":is([data-category],[data-purpose],[data-service])";
const BLOCKED = `script[type="text/plain"]:not([data-src])${KEYED},template${KEYED},:is(iframe,img,link):is([data-src],[data-href])${KEYED}`;

/** Longest time that an external script delays the ones after it. */
const SCRIPT_TIMEOUT_MS = 10_000;

/** The consents that a blocked node needs. */
export interface Keys {
  /** All of them must be granted; `!x` needs x to be refused or withdrawn on this page. */
  readonly purposes: readonly string[];
  /** A service, whose own answer overrides the one of its purpose. */
  readonly service: string;
}

/** Supplies the visitor's answers. */
export interface ConsentSource {
  /** The answer to a purpose, or to a service of it; undefined if there is none. */
  answer(purpose: string, service: string): boolean | undefined;
  /** Called before anything is released: translates markup of other consent managers into our own. */
  prepare(blocked: HTMLElement[]): unknown;
  /** Called afterwards with the nodes that remain blocked. */
  remaining(blocked: HTMLElement[]): unknown;
}

let source: ConsentSource;
let nonce = "";
let releasing = false;
let decidedHere: unknown;
let observer: MutationObserver | undefined;

/** Nodes that have run on this page because they were granted. */
const ran: HTMLElement[] = [];
const released = new WeakSet<Node>();

/**
 * Releases blocked nodes that are granted, now and later: `<script type="text/plain" data-category="…" data-service="…">`,
 * the content of `<template data-purpose="…">`, and frames and images with `data-src`. A script that has run cannot be
 * stopped, see `hasRunRevoked`. `ownNonce` is the nonce of the widget's script; `decided` is truthy if the visitor has
 * answered on this page. The promise resolves once every node that was granted has run.
 */
export function openGate(consent: ConsentSource, ownNonce = "", decided?: unknown): Promise<void> {
  source = consent;
  nonce = ownNonce || nonce;
  decidedHere = decided;
  observer ||= new MutationObserver(() => void releaseGranted());
  observer.observe(member("documentElement"), { childList: true, subtree: true });
  return releaseGranted();
}

/** Whether something has run on this page that is not granted any more. */
export function hasRunRevoked(): boolean {
  return ran.some((node) => !granted(node));
}

/** Names of cookies that the page's markup declares for nodes that are not granted: `data-cookies="_a _b*"`. */
export function declaredCookies(): string[] {
  return [...ran, ...blocked()].filter((node) => !granted(node)).flatMap(({ dataset }) => names(dataset["cookies"]));
}

export function keysOf({ dataset }: HTMLElement): Keys {
  return { purposes: names(dataset["category"] || dataset["purpose"]), service: dataset["service"] || "" };
}

/** Releases granted nodes in document order, each after the previous one has run. */
export async function releaseGranted(): Promise<void> {
  if (releasing) return;
  releasing = true;
  await source.prepare(blocked());
  for (let node; (node = blocked().find((each) => granted(each) && hasPageNonce(each)));) {
    if (!/!/.test(node.dataset["category"]!)) ran.push(node);
    await release(node);
  }
  releasing = false;
  source.remaining(blocked());
}

function blocked(): HTMLElement[] {
  return findAll<HTMLElement>(BLOCKED).filter((node) => !released.has(node));
}

/** Whether every consent that a node needs is granted. */
export function granted(node: HTMLElement): boolean {
  const { purposes, service } = keysOf(node);
  return (purposes[0] ? purposes : [""]).every((purpose) =>
    purpose[0] === "!" ? decidedHere && !source.answer(purpose.slice(1), service) : source.answer(purpose, service),
  );
}

function names(text = ""): string[] {
  return text.match(/[^\s,]+/g) || [];
}

/**
 * Whether a node carries the page's nonce, if the page has one. A moved script counts as inserted by a script, which
 * `strict-dynamic` trusts: without this check, injected markup would run here although the page's policy forbids it.
 */
function hasPageNonce(node: HTMLElement): boolean {
  const expected = nonce || find<HTMLElement>("script[nonce]:not([type='text/plain'])")?.nonce;
  return !expected || scriptsOf(node).every((script) => script.nonce === expected);
}

function scriptsOf(node: HTMLElement): HTMLScriptElement[] {
  if (node instanceof HTMLTemplateElement) return [...node.content.querySelectorAll("script")];
  return node instanceof HTMLScriptElement ? [node] : [];
}

/** Releases a node that is not granted, because the visitor asked to load it once. */
export function loadOnce(node: HTMLElement): void {
  if (hasPageNonce(node)) void release(node);
}

/** Moves the node itself: a rebuilt or cloned one does not run under Trusted Types. */
async function release(node: HTMLElement): Promise<void> {
  released.add(node);
  for (const name of ["src", "srcset", "href"]) {
    const address = node.dataset[name];
    // The address of a frame may be a script.
    if (address && !/^(?!https?:)\w+:/.test(absolute(address, member("baseURI")))) node.setAttribute(name, address);
  }
  const scripts = scriptsOf(node);
  const markers = scripts.map(replaceByMarker);
  if (node instanceof HTMLTemplateElement) node.replaceWith(node.content);
  for (const [i, script] of scripts.entries()) await insertAt(markers[i]!, script);
}

function replaceByMarker(script: HTMLScriptElement): Comment {
  const marker = Document.prototype.createComment.call(document, "");
  script.replaceWith(marker);
  if (script.type === "text/plain") script.type = script.dataset["type"] || "";
  return marker;
}

/** Resolves when the script has run, so that the next one may rely on it. */
function insertAt(marker: Comment, script: HTMLScriptElement): Promise<unknown> | undefined {
  const blocksOthers = script.hasAttribute("src") && !script.hasAttribute("async");
  const finished =
    blocksOthers &&
    new Promise((resolve) => {
      for (const event of ["load", "error"]) script.addEventListener(event, resolve, { once: true });
      setTimeout(resolve, SCRIPT_TIMEOUT_MS);
    });
  marker.replaceWith(script);
  return finished || undefined;
}
