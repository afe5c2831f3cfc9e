import assert from "node:assert/strict";
import { test } from "node:test";
import { format, parse } from "../src/consent-cookie";
import type { Choice } from "../src/consent-types";

const NOW = Date.UTC(2026, 10, 22);
const UNTIL = NOW / 1000 + 182 * 86_400;
const choice: Choice = { choices: { audience: true, media: false }, until: UNTIL, version: "abc", id: "AAAAAQ-_x" };

test("parse reads a choice as format wrote it", () => {
  assert.deepEqual(parse(format(choice), NOW), choice);
});

test("parse keeps the data of an unsent choice", () => {
  const unsent = { ...choice, id: "", unsent: { key: "4f-2", source: "banner" } };
  assert.deepEqual(parse(format(unsent), NOW), unsent);
});

test("format needs no escaping in a cookie", () => {
  assert.match(format({ ...choice, unsent: { key: "k", source: "dialog" } }), /^[\w.&=-]+$/);
});

test("parse reads the cookie of the server", () => {
  const text = `yes=audience&no=media.ads&id=AAAAAXtz&until=${UNTIL}&version=00ff`;
  assert.deepEqual(parse(text, NOW)?.choices, { audience: true, media: false, ads: false });
});

test("parse accepts a refusal that was written by hand", () => {
  assert.deepEqual(parse("no=audience.media", NOW), {
    choices: { audience: false, media: false },
    until: 0,
    version: "",
    id: "",
  });
});

test("parse returns null from the second of the expiry", () => {
  assert.equal(parse(format(choice), UNTIL * 1000), null);
  assert.notEqual(parse(format(choice), UNTIL * 1000 - 1), null);
});

test("parse returns null for any other text", () => {
  for (const text of ["", "true", "yes=&no=", "yes", "%7B%22categories%22%3A%5B%5D%7D", "until=9999999999&id=x"]) {
    assert.equal(parse(text, NOW), null, text);
  }
});

test("parse refuses a name that is both granted and refused", () => {
  assert.deepEqual(parse("yes=audience&no=audience", NOW)?.choices, { audience: false });
});
