// Builds dist/palabre.js (styles and a few words inside), the parts that it loads when they are needed and dist/comments.css,
// then weighs them: too heavy fails the build.
import { createHash } from "node:crypto";
import { build, transform } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { minify } from "terser";

const here = new URL(".", import.meta.url);
const messages = new URL("../src/main/resources/messages/", here);

/** Parts of the widget that are modules of their own, by entry point. */
const PARTS = ["consent-detail", "consent-more", "consent-foreign"];

/**
 * Budget in bytes, gzip: design section 4. Two more parts are for the pages and the visits that need them: what is drawn in
 * place of embeds, Google's signals, the table, the leak report; and the dialects of other consent managers.
 */
const budgets = {
  "palabre.js": 12_000,
  "with the detail": 14_000,
  "comments part": 8_000,
  "banner and gate": 8_000,
  "some pages": 3_000,
  "other managers": 3_750,
};

/** Words that the widget says before the server has said anything: `comment.widget.*` of each bundle. */
export async function words() {
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
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await minified(path), loader: "text" }));
  },
};

async function minified(path) {
  return (await transform(await readFile(path, "utf8"), { loader: "css", minify: true })).code.trim();
}

/** Options that the tests share. */
export async function options() {
  return {
    absWorkingDir: fileURLToPath(here),
    bundle: true,
    charset: "utf8",
    define: { PALABRE_WORDS: JSON.stringify(await words()), PALABRE_PARTS: '""' },
    logLevel: "warning",
    plugins: [stylesAsText],
  };
}

async function bundle(extra, parts = "") {
  const shape = { format: "iife", target: "es2022", minify: true, write: false, legalComments: "none" };
  const common = await options();
  const define = { ...common.define, PALABRE_PARTS: JSON.stringify(parts) };
  const { outputFiles } = await build({ ...common, ...shape, define, ...extra });
  return smaller(outputFiles[0].text, extra.format === "esm");
}

/** Esbuild minifies each expression by itself; what is written twice, or used once, is left to a second look. */
async function smaller(text, module) {
  const { code } = await minify(text, { module, toplevel: true, ecma: 2020, compress: { passes: 3, unsafe_methods: true } });
  return Buffer.from(code);
}

/** What is in the parts, in a few characters: as a part of their names it lets browsers keep them for ever. */
function digest(parts) {
  const sha = createHash("sha256");
  for (const contents of parts) sha.update(contents);
  return sha.digest("hex").slice(0, 8);
}

const withoutConsent = {
  name: "without-consent",
  setup(build) {
    build.onResolve({ filter: /^\.\/consent/ }, () => ({ path: "none", namespace: "none" }));
    build.onLoad({ filter: /.*/, namespace: "none" }, () => ({
      contents: "export const startConsent = () => async () => false;",
    }));
  },
};

async function main() {
  const parts = await Promise.all(PARTS.map((name) => bundle({ entryPoints: [`src/${name}.ts`], format: "esm" })));
  const hash = digest(parts);
  const files = PARTS.map((name) => `${name}.${hash}.js`);
  const [whole, comments, consent, styles] = await Promise.all([
    bundle({ entryPoints: ["src/index.ts"] }, hash),
    bundle({ entryPoints: ["src/index.ts"], plugins: [withoutConsent, stylesAsText] }),
    bundle({ entryPoints: ["src/consent.ts"], format: "esm" }, hash),
    minified(new URL("src/comments.css", here)),
  ]);
  await rm(new URL("dist/", here), { recursive: true, force: true });
  await mkdir(new URL("dist/", here), { recursive: true });
  const outputs = { "palabre.js": whole, "comments.css": styles, "parts.txt": files.join("\n") };
  files.forEach((file, i) => (outputs[file] = parts[i]));
  for (const [name, contents] of Object.entries(outputs)) await writeFile(new URL(`dist/${name}`, here), contents);
  const [detail, more, foreign] = parts.map(gzipped);
  weigh({
    "palabre.js": gzipped(whole),
    "with the detail": gzipped(whole) + detail,
    "comments part": gzipped(comments),
    "banner and gate": gzipped(consent),
    "some pages": more,
    "other managers": foreign,
  });
}

function gzipped(contents) {
  return gzipSync(contents, { level: 9 }).length;
}

function weigh(sizes) {
  for (const [name, size] of Object.entries(sizes)) {
    console.log(`${name.padEnd(16)} ${String(size).padStart(6)} bytes gzip of ${budgets[name]}`);
    if (size > budgets[name]) process.exitCode = 1;
  }
  if (process.exitCode) console.error("The widget is heavier than its budget: see `budgets` in widget-js/build.mjs.");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
