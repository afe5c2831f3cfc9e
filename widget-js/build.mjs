// Builds dist/palabre.js (with styles and a few texts), the parts that it loads with import(), and dist/comments.css, and
// fails if one of them exceeds its size budget. With --watch: development builds after each change, without minification.
import { createHash } from "node:crypto";
import { build } from "esbuild";
import { watch } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { minify } from "terser";

const here = new URL(".", import.meta.url);
const dist = new URL("dist/", here);
const messages = new URL("../src/main/resources/messages/", here);

/** Parts that are modules of their own, by entry point. The server also serves them for earlier digests in their name. */
const PARTS = ["consent-detail", "consent-extras", "consent-compat"];

/** Budgets in bytes of gzip. `palabre.js` is what a first visit loads, with the first banner; parts load when used. */
const BUDGETS = { "palabre.js": 13_000, "banner and gate": 8_000, part: 4_000 };

/** Texts that the widget shows without an answer of the server: `comment.widget.*` of each bundle. */
export async function builtInTexts() {
  const keys = ["loadFailed", "offline", "retry"];
  const found = {};
  for (const lang of (await readdir(messages)).sort()) {
    const bundle = await readFile(new URL(`${lang}/comment.properties`, messages), "utf8");
    const lines = new Map(bundle.split(/\r?\n/).map((line) => line.split(/=(.*)/s).slice(0, 2)));
    found[lang] = Object.fromEntries(keys.map((key) => [key, lines.get(`comment.widget.${key}`)]));
    const missing = keys.filter((key) => !found[lang][key]);
    if (missing.length) throw new Error(`messages/${lang}/comment.properties lacks comment.widget.${missing}`);
  }
  return found;
}

const stylesAsText = {
  name: "styles-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await styles(path), loader: "text" }));
  },
};

/** A style sheet with its imports, minified. */
async function styles(path) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: true, write: false });
  return outputFiles[0].text.trim();
}

/** Options that the tests share. */
export async function options() {
  return {
    absWorkingDir: fileURLToPath(here),
    bundle: true,
    charset: "utf8",
    define: { PALABRE_TEXTS: JSON.stringify(await builtInTexts()), PALABRE_PARTS: '""' },
    logLevel: "warning",
    plugins: [stylesAsText],
  };
}

async function bundle(entryPoint, { format, parts = "", development = false }) {
  const common = await options();
  const define = { ...common.define, PALABRE_PARTS: JSON.stringify(parts) };
  const shape = { format, target: "es2022", minify: !development, write: false, legalComments: "none" };
  const { outputFiles } = await build({ ...common, ...shape, define, entryPoints: [`src/${entryPoint}.ts`] });
  return development ? Buffer.from(outputFiles[0].text) : smaller(outputFiles[0].text, format === "esm");
}

/** Esbuild minifies each expression by itself; terser also inlines what is used once and merges duplicates. */
async function smaller(text, module) {
  const compress = { passes: 3, unsafe_methods: true };
  const { code } = await minify(text, { module, toplevel: true, ecma: 2020, compress });
  return Buffer.from(code);
}

/** Digest of the parts, in eight hexadecimal digits: in their names, it allows browsers to cache them forever. */
function digest(parts) {
  const sha = createHash("sha256");
  for (const contents of parts) sha.update(contents);
  return sha.digest("hex").slice(0, 8);
}

async function buildAll(development) {
  const parts = await Promise.all(PARTS.map((name) => bundle(name, { format: "esm", development })));
  const hash = digest(parts);
  const names = PARTS.map((name) => `${name}.${hash}.js`);
  const outputs = new Map(names.map((name, i) => [name, parts[i]]));
  outputs.set("palabre.js", await bundle("index", { format: "iife", parts: hash, development }));
  outputs.set("comments.css", await styles(fileURLToPath(new URL("src/comments.css", here))));
  outputs.set("parts.txt", names.join("\n"));
  await write(outputs);
  if (development) return;
  const sizes = PARTS.map((name, i) => [name, gzipped(parts[i]), BUDGETS.part]);
  sizes.unshift(["palabre.js", gzipped(outputs.get("palabre.js")), BUDGETS["palabre.js"]]);
  const consent = await bundle("consent", { format: "esm", parts: hash });
  sizes.push(["banner and gate", gzipped(consent), BUDGETS["banner and gate"]]);
  checkSizes(sizes);
}

/** Writes the files before it deletes the ones of the last build, so that a server that reads them finds some. */
async function write(outputs) {
  await mkdir(dist, { recursive: true });
  for (const [name, contents] of outputs) await writeFile(new URL(name, dist), contents);
  for (const name of await readdir(dist)) if (!outputs.has(name)) await rm(new URL(name, dist), { recursive: true });
}

function gzipped(contents) {
  return gzipSync(contents, { level: 9 }).length;
}

function checkSizes(sizes) {
  for (const [name, size, budget] of sizes) {
    console.log(`${name.padEnd(16)} ${String(size).padStart(6)} bytes gzip of ${budget}`);
    if (size > budget) process.exitCode = 1;
  }
  if (process.exitCode) console.error("The widget exceeds its size budget: see BUDGETS in widget-js/build.mjs.");
}

/** Builds now and after each change of a source or a message bundle, until the process is stopped. */
async function watchSources() {
  let timer;
  const rebuild = async () => {
    await buildAll(true).then(
      () => console.log(`${new Date().toLocaleTimeString()} built widget-js/dist`),
      ({ message }) => console.error(message),
    );
  };
  for (const folder of [new URL("src/", here), messages]) {
    watch(folder, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(rebuild, 50);
    });
  }
  await rebuild();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.argv.includes("--watch") ? watchSources() : buildAll(false));
}
