// Bundles test/*.test.ts with the options of the build and runs them with node's own runner.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { options } from "./build.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = `${here}target/test`;
await rm(out, { recursive: true, force: true });
const tests = (await readdir(`${here}test`)).filter((name) => name.endsWith(".test.ts"));
await build({
  ...(await options()),
  entryPoints: tests.map((name) => `test/${name}`),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  format: "esm",
  platform: "node",
  sourcemap: "inline",
});
const built = tests.map((name) => `${out}/${name.replace(/\.ts$/, ".mjs")}`);
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...built], { stdio: "inherit" });
process.exit(run.status ?? 1);
