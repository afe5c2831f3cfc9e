import { find, findAll, member } from "./dom";

const BLOCKED = 'script[type="text/plain"][data-category],template[data-purpose]';

/** How long a script from elsewhere may keep those after it waiting. */
const PATIENCE_MS = 10_000;

let granted: ReadonlySet<string> = new Set();
let nonce = "";
let busy = false;
let watched = false;

/** Names of cookies that what has run may leave behind, by purpose; a purpose that is named here has run. */
const traces = new Map<string, string[]>();
const moved = new WeakSet<Node>();

/**
 * Lets run what waits for these purposes, now and later: `<script type="text/plain" data-category="…">` and the content of
 * `<template data-purpose="…">`. What has run cannot be stopped, see `hasRun`. `ownNonce` is the one of the widget's script.
 */
export function openGate(purposes: ReadonlySet<string>, ownNonce = ""): void {
  granted = purposes;
  nonce = ownNonce || nonce;
  void pump();
  if (watched) return;
  watched = true;
  new MutationObserver(() => void pump()).observe(member("documentElement"), { childList: true, subtree: true });
}

/** Whether something that waited for this purpose has run on this page. */
export function hasRun(purpose: string): boolean {
  return traces.has(purpose);
}

/** Names of cookies that the page's own markup declares for a purpose: `data-cookies="_a _b*"`. */
export function declaredCookies(purpose: string): string[] {
  return [...(traces.get(purpose) || []), ...blocked().filter((node) => purposeOf(node) === purpose).flatMap(cookiesOf)];
}

/** Purposes that something on the page waits for. */
export function wanted(): string[] {
  return blocked()
    .map(purposeOf)
    .filter((purpose) => /^[a-z]/.test(purpose));
}

/** One at a time, the first of the document first, each once the one before has run. */
async function pump(): Promise<void> {
  if (busy) return;
  busy = true;
  for (let node; (node = blocked().find((each) => granted.has(purposeOf(each)) && permitted(each))); ) await run(node);
  busy = false;
}

function blocked(): HTMLElement[] {
  return findAll<HTMLElement>(BLOCKED).filter((node) => !moved.has(node));
}

function purposeOf({ dataset }: HTMLElement): string {
  return dataset["category"] || dataset["purpose"] || "";
}

function cookiesOf({ dataset }: HTMLElement): string[] {
  return dataset["cookies"]?.match(/\S+/g) || [];
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
  return node instanceof HTMLTemplateElement
    ? [...node.content.querySelectorAll("script")]
    : [node as HTMLScriptElement];
}

/** Moves: a node that is rebuilt or cloned does not run under Trusted Types. */
async function run(node: HTMLElement): Promise<void> {
  const purpose = purposeOf(node);
  moved.add(node);
  traces.set(purpose, [...(traces.get(purpose) || []), ...cookiesOf(node)]);
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
  const ran =
    waits &&
    new Promise((settled) => {
      for (const end of ["load", "error"]) script.addEventListener(end, settled, { once: true });
      setTimeout(settled, PATIENCE_MS);
    });
  place.replaceWith(script);
  return ran || undefined;
}
