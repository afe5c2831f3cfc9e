import assert from "node:assert/strict";
import { test } from "node:test";
import { build, type TreeNode } from "../src/build";
import { PlainDocument, type PlainNode } from "./plain-document";

function built(...nodes: unknown[]): string {
  const fragment: unknown = build(nodes as TreeNode[], new PlainDocument() as unknown as Document);
  return (fragment as PlainNode).toString();
}

test("build creates elements, attributes and texts", () => {
  assert.equal(
    built("a", ["p", { class: "text" }, "Bonjour ", ["em", "toi"]]),
    'a<p class="text">Bonjour <em>toi</em></p>',
  );
});

test("build keeps markup in a text as text", () => {
  assert.equal(built(["p", "<script>alert(1)</script>"]), "<p>&lt;script>alert(1)&lt;/script></p>");
});

test("build leaves out elements that are not on the allow-list, with their children", () => {
  for (const tag of [
    "script",
    "style",
    "iframe",
    "object",
    "img",
    "link",
    "base",
    "template",
    "SCRIPT",
    "",
    "constructor",
  ]) {
    assert.equal(built([tag, { id: "x" }, "child"]), "", tag);
  }
});

test("build leaves out attributes that are not on the allow-list", () => {
  for (const name of [
    "onclick",
    "style",
    "src",
    "srcdoc",
    "formaction",
    "is",
    "xmlns",
    "aria-",
    "data-A",
    "__proto__",
  ]) {
    assert.equal(built(["p", { [name]: "x" }]), "<p></p>", name);
  }
});

test("build keeps aria and data attributes", () => {
  assert.equal(built(["p", { "aria-label": "x", "data-page": "y" }]), '<p aria-label="x" data-page="y"></p>');
});

test("build accepts http, https, mailto and fragment addresses only", () => {
  for (const href of ["https://example.org/", "HTTP://example.org", "mailto:a@example.org", "#comment-1"]) {
    assert.equal(built(["a", { href }]), `<a href="${href}"></a>`);
  }
  for (const href of [
    "javascript:alert(1)",
    " https://example.org",
    "java\nscript:x",
    "data:text/html,x",
    "//example.org",
    "/x",
    "vbscript:x",
    "",
  ]) {
    assert.equal(built(["a", { href }]), "<a></a>", href);
    assert.equal(built(["form", { action: href }]), "<form></form>", href);
  }
});

test("build skips values that are neither texts nor elements", () => {
  assert.equal(built(null, 1, {}, ["p", null, 2, "x", undefined, [["p"]]], [], true), "<p>x</p>");
});

test("build accepts only texts as attribute values", () => {
  assert.equal(built(["p", { class: null, id: 1, title: ["x"], lang: "fr" }]), '<p lang="fr"></p>');
});

test("build stops at 64 levels", () => {
  let deep: unknown[] = ["em", "too deep"];
  for (let level = 0; level < 64; level++) deep = ["div", deep];
  assert.equal(built(deep).match(/<div>/g)?.length, 64);
  assert.doesNotMatch(built(deep), /em/);
});
