import assert from "node:assert/strict";
import { test } from "node:test";
import { Receipts } from "../src/receipts";
import { SafeStorage } from "../src/storage";
import { blocked, memory } from "./memory";

const DAY = 86_400_000;
const sent = (id: string) => ({
  id,
  receipt: `code-${id}`,
  status: "pending",
  statusUrl: `https://c.example.org/c/code-${id}`,
});

function opened(page = "https://www.example.org/a") {
  const storage = memory();
  const clock = { now: 1_000 * DAY };
  const on = (at: string) => new Receipts(new SafeStorage(() => storage), "lsi", at, () => clock.now);
  return { storage, clock, on, receipts: on(page) };
}

test("reading receipts stores nothing", () => {
  const { storage, receipts } = opened();
  assert.deepEqual(receipts.all(), []);
  receipts.remove("unknown");
  assert.deepEqual(Object.keys(storage), []);
});

test("receipts are listed by page, newest first", () => {
  const { receipts, on } = opened();
  receipts.add(sent("1"));
  receipts.add(sent("2"));
  assert.deepEqual(
    receipts.all().map(({ id }) => id),
    ["2", "1"],
  );
  assert.deepEqual(on("https://www.example.org/b").all(), []);
});

test("add keeps one receipt per comment", () => {
  const { receipts } = opened();
  receipts.add(sent("1"));
  receipts.add(sent("1"));
  assert.equal(receipts.all().length, 1);
});

test("all returns at most 20 receipts", () => {
  const { receipts } = opened();
  for (let i = 0; i < 25; i++) receipts.add(sent(String(i)));
  assert.equal(receipts.all().length, 20);
  assert.equal(receipts.all()[0]?.id, "24");
});

test("remove takes an id or a code, and deletes an empty list", () => {
  const { storage, receipts } = opened();
  receipts.add(sent("1"));
  receipts.add(sent("2"));
  receipts.remove("1");
  receipts.remove("code-2");
  assert.deepEqual(Object.keys(storage), []);
});

test("receipts expire after 90 days, on other pages when a comment is sent", () => {
  const { storage, clock, receipts, on } = opened();
  receipts.add(sent("1"));
  clock.now += 91 * DAY;
  assert.deepEqual(receipts.all(), []);
  on("https://www.example.org/b").add(sent("2"));
  assert.deepEqual(Object.keys(storage), ["palabre:receipts:lsi:https://www.example.org/b"]);
});

test("receipts are empty if storage is blocked or holds other values", () => {
  const none = new Receipts(new SafeStorage(blocked), "lsi", "x");
  none.add(sent("1"));
  assert.deepEqual(none.all(), []);
  for (const value of ["{", "3", "[null,1]", '{"at":1}']) {
    const storage = memory();
    storage.setItem("palabre:receipts:lsi:x", value);
    assert.deepEqual(new Receipts(new SafeStorage(() => storage), "lsi", "x").all(), [], value);
  }
});
