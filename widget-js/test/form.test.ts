import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../src/check";
import { attemptFor } from "../src/draft";
import { inTime, ownWords, say } from "../src/words";

const texts = {
  "required.email": "Indiquez votre adresse.",
  email: "Vérifiez votre adresse.",
  tooLong: "{max} caractères au plus.",
};
const email = { name: "email", required: true, type: "email", max: 20 };

test("asks for what is required, blanks included", () => {
  for (const blank of ["", "  ", "\u00a0\n\t"]) assert.equal(check(blank, email, texts), "Indiquez votre adresse.");
});

test("asks for nothing where nothing is required", () => {
  assert.equal(check(" ", { ...email, required: false }, texts), "");
});

test("takes addresses that could work", () => {
  for (const value of ["a@b.fr", " a@b.fr ", "é+x@sous.domaine.org"]) assert.equal(check(value, email, texts), "");
  for (const value of ["a", "a@", "@b.fr", "a@b", "a b@c.fr"])
    assert.equal(check(value, email, texts), "Vérifiez votre adresse.");
});

test("counts characters as people do", () => {
  const text = { name: "text", required: true, type: "textarea", max: 3 };
  assert.equal(check("👍👍👍", text, texts), "");
  assert.equal(check("abcd", text, texts), "3 caractères au plus.");
});

test("sends the same content again as it was", () => {
  const first = attemptFor({ text: "a" }, 1_000, null);
  assert.equal(attemptFor({ text: "a" }, 9_000, first), first);
  assert.deepEqual(JSON.parse(first.body), { text: "a", elapsed: "1000" });
});

test("sends other content under another key", () => {
  const first = attemptFor({ text: "a" }, 1_000, null);
  assert.notEqual(attemptFor({ text: "b" }, 1_000, first).key, first.key);
  assert.notEqual(attemptFor({ text: "a" }, 1_000, null).key, first.key);
});

test("fills the placeholders that it knows", () => {
  assert.equal(say({ a: "{x} et {y} de {z}" }, "a", { x: 1, y: "$&" }), "1 et $& de {z}");
  assert.equal(say({}, "missing"), "");
});

test("says a delay in the reader's language", () => {
  assert.equal(inTime("fr", 30), "dans 30 secondes");
  assert.equal(inTime("fr", 95), "dans 2 minutes");
  assert.equal(inTime("en-GB", 60), "in 60 seconds");
});

test("has words of its own in the reader's language, else in French", () => {
  assert.equal(ownWords("en-GB")["retry"], "Try again");
  assert.equal(ownWords("")["retry"], "Réessayer");
});
