import assert from "node:assert/strict";
import { test } from "node:test";
import { type Choice, format, parse } from "../src/consent-cookie";
import { matches } from "../src/tidy";

const NOW = Date.UTC(2026, 10, 22);
const UNTIL = NOW / 1000 + 182 * 86_400;
const choice: Choice = { choices: { audience: true, media: false }, until: UNTIL, version: "abc", id: "AAAAAQ-_x" };

test("is read as it was written", () => {
  assert.deepEqual(parse(format(choice), NOW), choice);
});

test("keeps what the server has not answered, word for word", () => {
  const unsent = { ...choice, id: "", unsent: { key: "4f-2", source: "banner" } };
  assert.deepEqual(parse(format(unsent), NOW), unsent);
});

test("needs no escaping in a cookie", () => {
  assert.match(format({ ...choice, unsent: { key: "k", source: "dialog" } }), /^[\w.&=-]+$/);
});

test("reads what the server writes", () => {
  const text = `yes=audience&no=media.ads&id=AAAAAXtz&until=${UNTIL}&version=00ff`;
  assert.deepEqual(parse(text, NOW)?.choices, { audience: true, media: false, ads: false });
});

test("accepts a refusal that was written by hand", () => {
  assert.deepEqual(parse("no=audience.media", NOW), { choices: { audience: false, media: false }, until: 0, version: "", id: "" });
});

test("is nothing once it has expired, to the second", () => {
  assert.equal(parse(format(choice), UNTIL * 1000), null);
  assert.notEqual(parse(format(choice), UNTIL * 1000 - 1), null);
});

test("takes anything else for no choice", () => {
  for (const text of ["", "true", "yes=&no=", "yes", "%7B%22categories%22%3A%5B%5D%7D", "until=9999999999&id=x"]) {
    assert.equal(parse(text, NOW), null, text);
  }
});

test("a name that is granted and refused is refused", () => {
  assert.deepEqual(parse("yes=audience&no=audience", NOW)?.choices, { audience: false });
});

test("removes cookies by their name, or by the beginning of it", () => {
  assert.ok(matches("_ga", "_ga") && matches("_ga_X1", "_ga_*"));
  assert.ok(!matches("_gat", "_ga") && !matches("_ga", "_ga_*") && !matches("palabre_consent", "p"));
});
