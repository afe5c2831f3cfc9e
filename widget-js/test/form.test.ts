import assert from "node:assert/strict";
import { test } from "node:test";
import { attemptFor } from "../src/draft";
import { builtInTexts, relativeTime, textOf } from "../src/texts";
import { validate } from "../src/validation";

const texts = {
  "required.email": "Indiquez votre adresse.",
  email: "Vérifiez votre adresse.",
  tooLong: "{max} caractères au plus.",
};
const email = { name: "email", required: true, type: "email", max: 20 };

test("validate reports a required field that is empty or blank", () => {
  for (const blank of ["", "  ", "\u00a0\n\t"]) assert.equal(validate(blank, email, texts), "Indiquez votre adresse.");
});

test("validate accepts an empty optional field", () => {
  assert.equal(validate(" ", { ...email, required: false }, texts), "");
});

test("validate accepts plausible e-mail addresses only", () => {
  for (const value of ["a@b.fr", " a@b.fr ", "é+x@sous.domaine.org"]) assert.equal(validate(value, email, texts), "");
  for (const value of ["a", "a@", "@b.fr", "a@b", "a b@c.fr"])
    assert.equal(validate(value, email, texts), "Vérifiez votre adresse.");
});

test("validate counts code points", () => {
  const text = { name: "text", required: true, type: "textarea", max: 3 };
  assert.equal(validate("👍👍👍", text, texts), "");
  assert.equal(validate("abcd", text, texts), "3 caractères au plus.");
});

test("attemptFor repeats the same content unchanged", () => {
  const first = attemptFor({ text: "a" }, 1_000, null);
  assert.equal(attemptFor({ text: "a" }, 9_000, first), first);
  assert.deepEqual(JSON.parse(first.body), { text: "a", elapsed: "1000" });
});

test("attemptFor makes a new key for other content", () => {
  const first = attemptFor({ text: "a" }, 1_000, null);
  assert.notEqual(attemptFor({ text: "b" }, 1_000, first).key, first.key);
  assert.notEqual(attemptFor({ text: "a" }, 1_000, null).key, first.key);
});

test("textOf fills known placeholders", () => {
  assert.equal(textOf({ a: "{x} et {y} de {z}" }, "a", { x: 1, y: "$&" }), "1 et $& de {z}");
  assert.equal(textOf({}, "missing"), "");
});

test("relativeTime formats a delay in the reader's language", () => {
  assert.equal(relativeTime("fr", 30), "dans 30 secondes");
  assert.equal(relativeTime("fr", 95), "dans 2 minutes");
  assert.equal(relativeTime("en-GB", 60), "in 60 seconds");
});

test("builtInTexts are in the reader's language, else in French", () => {
  assert.equal(builtInTexts("en-GB")["retry"], "Try again");
  assert.equal(builtInTexts("")["retry"], "Réessayer");
});
