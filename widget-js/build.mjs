// Builds dist/palabre.js (styles and a few words inside) and dist/comments.css, then weighs them: too heavy fails the build.
import { build, transform } from "esbuild";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = new URL(".", import.meta.url);
const messages = new URL("../src/main/resources/messages/", here);

/** Budget in bytes, gzip: design section 4. */
const budgets = { "palabre.js": 12_000, "comments part": 7_900, "banner and gate": 8_000 };

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
    define: { PALABRE_WORDS: JSON.stringify(await words()) },
    logLevel: "warning",
    plugins: [stylesAsText],
  };
}

async function bundle(extra) {
  const shape = { format: "iife", target: "es2022", minify: true, write: false, legalComments: "none" };
  const { outputFiles } = await build({ ...(await options()), ...shape, ...extra });
  return outputFiles[0].contents;
}

const withoutConsent = {
  name: "without-consent",
  setup(build) {
    build.onResolve({ filter: /^\.\/consent/ }, () => ({ path: "none", namespace: "none" }));
    build.onLoad({ filter: /.*/, namespace: "none" }, () => ({
      contents: "export const startConsent = async () => {};",
    }));
  },
};

async function main() {
  const [whole, comments, consent, styles] = await Promise.all([
    bundle({ entryPoints: ["src/index.ts"] }),
    bundle({ entryPoints: ["src/index.ts"], plugins: [withoutConsent, stylesAsText] }),
    bundle({ entryPoints: ["src/consent.ts"] }),
    minified(new URL("src/comments.css", here)),
  ]);
  await mkdir(new URL("dist/", here), { recursive: true });
  await writeFile(new URL("dist/palabre.js", here), whole);
  await writeFile(new URL("dist/comments.css", here), styles);
  weigh({ "palabre.js": whole, "comments part": comments, "banner and gate": consent });
}

function weigh(parts) {
  for (const [name, bytes] of Object.entries(parts)) {
    const size = gzipSync(bytes, { level: 9 }).length;
    console.log(`${name.padEnd(16)} ${String(size).padStart(6)} bytes gzip of ${budgets[name]}`);
    if (size > budgets[name]) process.exitCode = 1;
  }
  if (process.exitCode) console.error("The widget is heavier than its budget: see `budgets` in widget-js/build.mjs.");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
