import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { launchOptions } from "./browser.ts";

/**
 * `npm run screens:policy -- SERVER SITE [FOLDER]`: dated pictures of what a site asks now, on a phone and on a desk, both
 * layers, in each language, with a manifest. The browser shows a page of our own at the site's address, so that nothing
 * of the site itself is loaded and the server sees the origin that it expects.
 */
const SIZES = [
  { width: 320, height: 568 },
  { width: 1280, height: 800 },
];

interface Policy {
  readonly version: string;
  readonly policy: { readonly siteName: string; readonly origins: string[]; readonly wording: Record<string, unknown> };
}

interface Picture {
  readonly file: string;
  readonly layer: "first" | "detail";
  readonly lang: string;
  readonly width: number;
  readonly sha256: string;
}

async function fetchPolicy(server: string, site: string): Promise<Policy> {
  const answer = await fetch(`${server}/api/sites/${site}/consent`, { headers: { Accept: "application/json" } });
  if (answer.status === 204) throw new Error(`${site} asks nothing: there is nothing to picture.`);
  if (!answer.ok) throw new Error(`${server} answered ${answer.status}: check the address and the site.`);
  return (await answer.json()) as Policy;
}

/** A page of the site with only the banner. */
function host(server: string, site: string, lang: string, name: string): string {
  const title = name.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><h1>${title}</h1><script src="${server}/palabre.js" data-site="${site}" async></script></html>`;
}

/** Resizes the page so that the whole dialog is visible. */
async function unfold(page: Page): Promise<void> {
  const missing = await page.locator("dialog.pm[open]").evaluate((dialog) => {
    for (const details of dialog.querySelectorAll("details")) details.open = true;
    return Math.max(...[dialog, ...dialog.querySelectorAll("*")].map((each) => each.scrollHeight - each.clientHeight));
  });
  const { width, height } = page.viewportSize()!;
  // Inside a dialog that takes a part of the height, each missing pixel may cost more than one.
  await page.setViewportSize({ width, height: Math.min(16_000, height + Math.max(0, missing) * 2) });
}

async function pictures(
  browser: Browser,
  server: string,
  site: string,
  now: Policy,
  folder: string,
): Promise<Picture[]> {
  const taken: Picture[] = [];
  const address = `${now.policy.origins[0]}/palabre-policy`;
  for (const lang of Object.keys(now.policy.wording)) {
    for (const size of SIZES) {
      const context = await browser.newContext({ viewport: size, locale: lang, reducedMotion: "reduce" });
      const page = await context.newPage();
      await page.route(address, (route) =>
        route.fulfill({ contentType: "text/html; charset=utf-8", body: host(server, site, lang, now.policy.siteName) }),
      );
      // Browsers keep public pages from addresses of this machine, where a server that is being tried may run.
      await page.route(`${server}/**`, async (route) => route.fulfill({ response: await route.fetch() }));
      const take = async (layer: Picture["layer"]): Promise<void> => {
        const file = `${lang}-${layer}-${size.width}.png`;
        const bytes = await page.screenshot({ path: join(folder, file) });
        taken.push({ file, layer, lang, width: size.width, sha256: createHash("sha256").update(bytes).digest("hex") });
      };
      await page.goto(address);
      await page.locator("#cc-main .cm").waitFor();
      await take("first");
      await page.locator("#cc-main .cm__btn[data-role=show]").click();
      await page.locator("dialog.pm[open]").waitFor();
      await unfold(page);
      await take("detail");
      await context.close();
    }
  }
  return taken;
}

const [address, site, named] = process.argv.slice(2);
if (!address || !site) throw new Error("Usage: npm run screens:policy -- SERVER SITE [FOLDER]");
const server = address.replace(/\/+$/, "");
const now = await fetchPolicy(server, site);
const folder = named || join("..", "target", "policy-screens", `${site}-${now.version}`);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch(await launchOptions());
try {
  const taken = await pictures(browser, server, site, now, folder);
  if ((await fetchPolicy(server, site)).version !== now.version)
    throw new Error("Another version was published meanwhile: try again.");
  const manifest = { server, site, version: now.version, taken: new Date().toISOString(), pictures: taken };
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(folder);
} finally {
  await browser.close();
}
