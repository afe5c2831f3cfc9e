import assert from "node:assert/strict";
import { test } from "node:test";
import { type ConsentSource, declaredCookies, hasRunRevoked, openGate } from "../src/gate";
import { openBrowser, showPage, until } from "./browser";

openBrowser("https://www.example.org/article");

const blocked: string[][] = [];

/** Answers from a list of `name` and `!name`. */
function answers(...names: string[]): ConsentSource {
  const answer = (name: string) => (names.includes(name) ? true : names.includes(`!${name}`) ? false : undefined);
  return {
    answer: (purpose, service) => answer(service) ?? answer(purpose),
    prepare: () => {},
    remaining: (nodes) => void blocked.push(nodes.map(({ id }) => id)),
  };
}

const released = () => [...document.querySelectorAll("script:not([type='text/plain'])")].map(({ id }) => id);

test("openGate releases granted scripts in document order and leaves the others", async () => {
  showPage(`
    <script type="text/plain" id="first" data-category="audience"></script>
    <script type="text/plain" id="other" data-category="media"></script>
    <script type="text/plain" id="second" data-type="module" data-category="audience"></script>`);
  await openGate(answers("audience"));
  assert.deepEqual(released(), ["first", "second"]);
  assert.equal(document.querySelector<HTMLScriptElement>("#second")!.type, "module");
  assert.deepEqual(blocked.at(-1), ["other"]);
});

test("openGate waits until an external script has run before it releases the next one", async ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  showPage(`
    <script type="text/plain" id="external" data-category="audience" src="/external.js"></script>
    <script type="text/plain" id="next" data-category="audience"></script>`);
  const opened = openGate(answers("audience"));
  await until(() => released().includes("external"));
  assert.deepEqual(released(), ["external"]);
  document.querySelector("#external")!.dispatchEvent(new Event("load"));
  await opened;
  assert.deepEqual(released(), ["external", "next"]);
});

test("openGate moves the node itself", async () => {
  showPage(`<script type="text/plain" id="moved" data-category="audience"></script>`);
  const script = document.querySelector("#moved");
  await openGate(answers("audience"));
  assert.equal(document.querySelector("#moved"), script);
});

test("openGate needs every purpose of a node", async () => {
  showPage(`<script type="text/plain" id="both" data-category="audience, media"></script>`);
  await openGate(answers("audience", "!media"));
  assert.deepEqual(released(), []);
  await openGate(answers("audience", "media"));
  assert.deepEqual(released(), ["both"]);
});

test("openGate prefers the answer to a service to the one to its purpose", async () => {
  showPage(`<script type="text/plain" id="player" data-category="media" data-service="youtube"></script>`);
  await openGate(answers("media", "!youtube"));
  assert.deepEqual(released(), []);
  await openGate(answers("!media", "youtube"));
  assert.deepEqual(released(), ["player"]);
});

test("openGate releases !purpose only after a refusal on this page", async () => {
  showPage(`<script type="text/plain" id="refused" data-category="!audience"></script>`);
  await openGate(answers("!audience"));
  assert.deepEqual(released(), []);
  await openGate(answers("!audience"), "", "banner");
  assert.deepEqual(released(), ["refused"]);
});

test("openGate replaces a template by its content", async () => {
  showPage(`<template data-purpose="media"><p id="text"></p><script id="inside"></script></template>`);
  await openGate(answers("media"));
  assert.ok(document.querySelector("#text"));
  assert.deepEqual(released(), ["inside"]);
  assert.equal(document.querySelector("template"), null);
});

test("openGate loads frames and images, but no address that is a script", async () => {
  showPage(`
    <iframe id="frame" data-src="https://player.example.org/1" data-category="media"></iframe>
    <img id="image" data-srcset="/a.png 2x" data-src="/a.png" data-category="media">
    <iframe id="script" data-src="javascript:alert(1)" data-category="media"></iframe>
    <iframe id="data" data-src="data:text/html,x" data-category="media"></iframe>`);
  await openGate(answers("media"));
  const source = (id: string) => document.querySelector(`#${id}`)!.getAttribute("src");
  assert.equal(source("frame"), "https://player.example.org/1");
  assert.equal(source("image"), "/a.png");
  assert.equal(source("script"), null);
  assert.equal(source("data"), null);
});

test("openGate releases nodes that are added later", async () => {
  showPage("");
  await openGate(answers("audience"));
  const late = document.createElement("script");
  Object.assign(late, { type: "text/plain", id: "late" });
  late.dataset["category"] = "audience";
  const before = blocked.length;
  document.body.append(late);
  await until(() => blocked.length > before);
  assert.deepEqual(released(), ["late"]);
});

test("hasRunRevoked and declaredCookies report scripts that ran and are no longer granted", async () => {
  showPage(`
    <script type="text/plain" data-category="statistics" data-cookies="_a _b*"></script>
    <script type="text/plain" data-category="unanswered" data-cookies="_c"></script>`);
  await openGate(answers("statistics", "audience", "media", "youtube"));
  assert.equal(hasRunRevoked(), false);
  assert.deepEqual(declaredCookies(), ["_c"]);
  await openGate(answers("!statistics", "audience", "media", "youtube"), "", "dialog");
  assert.equal(hasRunRevoked(), true);
  assert.deepEqual(declaredCookies(), ["_a", "_b*", "_c"]);
});

test("openGate requires the page's nonce on scripts", async () => {
  showPage(`
    <script type="text/plain" id="injected" data-category="audience"></script>
    <script type="text/plain" id="own" data-category="audience"></script>`);
  document.querySelector<HTMLScriptElement>("#own")!.nonce = "right";
  await openGate(answers("audience"), "right");
  assert.deepEqual(released(), ["own"]);
});
