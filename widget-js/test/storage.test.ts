import assert from "node:assert/strict";
import { test } from "node:test";
import { SafeStorage } from "../src/storage";
import { blocked, memory } from "./memory";

function opened(storage = memory()): () => Storage {
  return () => storage;
}

test("get returns the value that set stored", () => {
  const storage = new SafeStorage(opened());
  storage.set("key", { text: "é", list: [1, null] });
  assert.deepEqual(storage.get("key"), { text: "é", list: [1, null] });
  assert.equal(storage.get("unknown"), null);
});

test("set removes the key for a falsy value", () => {
  const storage = new SafeStorage(opened());
  for (const nothing of [null, undefined, false, ""]) {
    storage.set("key", 1);
    storage.set("key", nothing);
    assert.deepEqual(storage.keys(""), []);
  }
});

test("keys returns the keys with a prefix", () => {
  const storage = new SafeStorage(opened());
  for (const key of ["palabre:a", "palabre:b", "other"]) storage.set(key, 1);
  assert.deepEqual(storage.keys("palabre:"), ["palabre:a", "palabre:b"]);
});

test("get returns null for a value that is no JSON", () => {
  const open = opened();
  open().setItem("key", "{");
  assert.equal(new SafeStorage(open).get("key"), null);
});

test("no method throws if storage is blocked or full", () => {
  const full = () => Object.create(memory(), { setItem: { value: () => assert.fail("full") } }) as Storage;
  for (const open of [blocked, full]) {
    const storage = new SafeStorage(open);
    storage.set("key", 1);
    assert.equal(storage.get("key"), null);
    assert.deepEqual(storage.keys("palabre:"), []);
  }
});
