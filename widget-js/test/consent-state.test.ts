import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf, decided, hasGrant, unansweredOf, withoutChanged } from "../src/consent-state";
import type { Choice } from "../src/consent-types";
import type { ConsentDocument } from "../src/documents";

const NOW = Date.UTC(2026, 10, 22);
const unsent = { key: "k", source: "dialog" };
const services = { youtube: "media", matomo: "audience" };
const policy: ConsentDocument = {
  version: "v2",
  purposes: ["audience", "media"],
  services,
  validDays: 182,
  nodes: [],
  texts: {},
};
const previous: Choice = { choices: { audience: true, media: false }, until: 1, version: "v1", id: "receipt" };

test("answerOf returns the service's own answer, else the one of its purpose", () => {
  assert.equal(answerOf({ media: true, youtube: false }, "media", "youtube"), false);
  assert.equal(answerOf({ media: true }, "media", "youtube"), true);
  assert.equal(answerOf({ media: true }, "", "youtube", services), true);
  assert.equal(answerOf({ media: true }, "", "youtube"), undefined);
  assert.equal(answerOf({}, "media", ""), undefined);
});

test("answerOf always grants what is necessary", () => {
  assert.equal(answerOf({}, "necessary", ""), true);
});

test("decided keeps earlier answers and the receipt, and expires after the policy's period", () => {
  const choice = decided(previous, { media: true }, policy, unsent, NOW);
  assert.deepEqual(choice, {
    choices: { audience: true, media: true },
    until: NOW / 1000 + 182 * 86_400,
    version: "v2",
    id: "receipt",
    unsent,
  });
});

test("decided has no version while purposes are unanswered", () => {
  assert.equal(decided(null, { youtube: true }, policy, unsent, NOW).version, "");
  assert.equal(decided(null, { audience: false, media: false }, policy, unsent, NOW).version, "v2");
});

test("decided stores a service only if its answer differs from its purpose", () => {
  const given = { audience: true, matomo: true, media: false, youtube: true };
  assert.deepEqual(decided(null, given, policy, unsent, NOW).choices, { audience: true, media: false, youtube: true });
});

test("decided drops the answer of a service when only its purpose is answered", () => {
  const earlier = { ...previous, choices: { media: false, youtube: true } };
  assert.deepEqual(decided(earlier, { media: false }, policy, unsent, NOW).choices, { media: false });
});

test("unansweredOf lists purposes without an answer", () => {
  assert.deepEqual(unansweredOf(["audience", "media"], { media: false }), ["audience"]);
});

test("withoutChanged drops answers to changed purposes and to their services", () => {
  const choices = { audience: true, media: true, youtube: false, matomo: false };
  assert.deepEqual(withoutChanged(choices, ["media"], services), { audience: true, matomo: false });
});

test("hasGrant is false for refusals only", () => {
  assert.equal(hasGrant({ audience: false }), false);
  assert.equal(hasGrant({ audience: false, media: true }), true);
});
