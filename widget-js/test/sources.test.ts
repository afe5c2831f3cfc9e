import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";

/** npm runs the tests in the folder of its package. */
const SOURCES = "src";
const MAX_LINES = 300;

const sources = new Map(
  readdirSync(SOURCES).map((name) => [name, readFileSync(join(SOURCES, name), "utf8")] as [string, string]),
);

/** Files that a source imports, types included. */
function imports(name: string): string[] {
  const found = [...sources.get(name)!.matchAll(/(?:from|import) "\.\/([\w-]+)(\.css)?"/g)];
  return found.map(([, file, css]) => `${file}${css || ".ts"}`);
}

/** The first cycle that can be reached from a file, or null. */
function cycleFrom(name: string, path: string[] = [], done = new Set<string>()): string[] | null {
  if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
  if (done.has(name) || !name.endsWith(".ts")) return null;
  for (const next of imports(name)) {
    const cycle = cycleFrom(next, [...path, name], done);
    if (cycle) return cycle;
  }
  done.add(name);
  return null;
}

test("source files import each other without cycles", () => {
  for (const name of sources.keys()) assert.equal(cycleFrom(name)?.join(" → "), undefined);
});

test("every import is found by this test", () => {
  for (const [name, text] of sources) {
    if (!name.endsWith(".ts")) continue;
    for (const file of imports(name)) assert.ok(sources.has(file), `${name}: ${file}`);
    assert.equal(text.match(/^(import|export) .*from|^} from/gm)?.length ?? 0, imports(name).length, name);
  }
});

test("source files have at most 300 lines", () => {
  for (const [name, text] of sources) assert.ok(text.split("\n").length <= MAX_LINES, name);
});

/** The server's class with the same allow-list, wherever its package is. */
function serverSource(): string {
  const root = "../src/main/java";
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  const candidates = files.filter((file) => basename(file).endsWith("Nodes.java"));
  const texts = candidates.map((file) => readFileSync(join(root, file), "utf8"));
  return texts.find((text) => text.includes("ELEMENTS = Set.of(")) ?? assert.fail("no class with ELEMENTS");
}

function javaSet(name: string): string[] {
  const list = new RegExp(` ${name} = Set\\.of\\(([^;]*)\\);`).exec(serverSource())![1]!;
  return [...list.matchAll(/"([^"]+)"/g)].map(([, value]) => value!).sort();
}

function widgetSet(name: string): string[] {
  const list = new RegExp(`const ${name} = new Set\\(([^;]*)\\);`).exec(sources.get("build.ts")!)![1]!;
  return [...list.replace('.split(" ")', "").matchAll(/"([^"]+)"/g)]
    .flatMap(([, part]) => part!.trim().split(" "))
    .sort();
}

test("build.ts allows the elements that the server sends", () => {
  assert.deepEqual(widgetSet("elements"), javaSet("ELEMENTS"));
});

test("build.ts allows the attributes that the server sends", () => {
  // jsoup reads viewBox in lower case, and the server sends it as SVG spells it.
  assert.deepEqual(
    widgetSet("attributes"),
    javaSet("ATTRIBUTES").filter((name) => name !== "viewbox"),
  );
});
