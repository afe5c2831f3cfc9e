// Bundles test/*.test.ts with the options of the build and runs them with node's own runner. An argument selects files by name.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { options } from "./build.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = `${here}target/test`;
await rm(out, { recursive: true, force: true });
const [filter = ""] = process.argv.slice(2);
const tests = (await readdir(`${here}test`)).filter((name) => name.endsWith(".test.ts") && name.includes(filter));
await build({
  ...(await options()),
  entryPoints: tests.map((name) => `test/${name}`),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  format: "esm",
  platform: "node",
  packages: "external",
  sourcemap: "inline",
});
const built = tests.map((name) => `${out}/${name.replace(/\.ts$/, ".mjs")}`);
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...built], { stdio: "inherit" });
process.exit(run.status ?? 1);
