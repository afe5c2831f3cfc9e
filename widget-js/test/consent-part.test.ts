import assert from "node:assert/strict";
import { test } from "node:test";
import { definePart, HOST_VERSION } from "../src/consent-part";
import type { ConsentHost } from "../src/consent-types";

const host = (members: object) => ({ tools: {}, ...members }) as unknown as ConsentHost;

test("part creates one instance per page", () => {
  const part = definePart(() => ({}));
  const first = part(host({ version: HOST_VERSION }));
  assert.equal(part(host({ version: HOST_VERSION })), first);
});

test("part refuses a main file of another version, which then falls back", () => {
  for (const version of [HOST_VERSION - 1, HOST_VERSION + 1]) {
    assert.throws(() => definePart(() => ({}))(host({ version })), /another version/);
  }
});

test("part adapts a main file from before versions were numbered", () => {
  const dress = () => {};
  const part = definePart(({ tools }) => tools);
  assert.equal(part(host({ tools: { dress } })).addStyles, dress);
});
