import { randomUUID } from "node:crypto";
import type { Request } from "@playwright/test";
import { article, snippet } from "./host.ts";
import { expect, type Page, test as base } from "./test.ts";

export { expect };
export type { Page };

const SITE = "corniche";
export const OPENER = '<button type="button" data-palabre="consent">Gérer mes cookies</button>';
export const GATED = `
<p id="audience">La mesure attend.</p>
<script type="text/plain" data-category="audience" src="/gated/first.js"></script>
<script type="text/plain" data-category="audience" src="/gated/second.js" data-cookies="demo_seen"></script>
<template data-purpose="media"><p id="player">Le lecteur est là.</p><script src="/gated/player.js"></script></template>`;

interface Asking {
  readonly policy?: string;
  /** Further attributes of the widget's script. */
  readonly script?: string;
  readonly lang?: string;
}

interface PerTest {
  /** Publishes a page with blocked content and a button on a site with the purposes audience and media; returns its URL. */
  consentPage: (body?: string, more?: Asking) => string;
}

interface PerWorker {
  /** The key of a site with the purposes audience and media. */
  site: string;
}

export const test = base.extend<PerTest, PerWorker>({
  site: [
    async ({ host, palabre }, use) => {
      await palabre.cli("site", "add", SITE, "--name", "Le Courrier de la Corniche", "--origin", host.origin);
      await palabre.cli("site", "set", SITE, "purposes=audience,media");
      await use(SITE);
    },
    { scope: "worker", timeout: 60_000 },
  ],

  consentPage: async ({ context, host, palabre, site }, use) => {
    await context.route("**/gated/*.js", (route) => {
      const name = new URL(route.request().url()).pathname.slice("/gated/".length, -".js".length);
      const body = `(window.ran ||= []).push("${name}"); document.cookie = "demo_seen=1; path=/"; document.cookie = "_ga_X=1; path=/"`;
      return route.fulfill({ contentType: "text/javascript", body });
    });
    await context.route("**/gated/*.html", (route) =>
      route.fulfill({ contentType: "text/html", body: "<p>Le film</p>" }),
    );
    await use((body = GATED + OPENER, { policy, script = "", lang = "fr" } = {}) => {
      const [tag] = snippet(palabre.url, site).split("\n");
      const text = `${"<p>Un paragraphe.</p>".repeat(30)}${body}${tag!.replace(" async", ` async ${script}`)}`;
      const html = article(palabre.url, site, { body: text, lang });
      return host.page(`/${randomUUID()}`, html.replace(/<footer>.*<\/footer>/, ""), policy ?? lenient(palabre.url));
    });
  },
});

/** The Content-Security-Policy of a page that allows its own frames, and no HTML sinks. */
export function lenient(palabre: string, types = "'none'"): string {
  return [
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'",
    `script-src 'self' ${palabre}; connect-src ${palabre}; require-trusted-types-for 'script'; trusted-types ${types}`,
  ].join("; ");
}

export const bar = (page: Page) => page.locator("#cc-main .cm");
export const button = (page: Page, role: string) => page.locator(`.cm__btn[data-role=${role}]`);
export const detail = (page: Page) => page.locator("dialog.pm");
export const inDetail = (page: Page, role: string) => page.locator(`.pm__btn[data-role=${role}]`);
export const status = (page: Page) => page.locator("#palabre-consent [role=status]");
export const saved = (page: Page) => expect(status(page)).toHaveText("Votre choix est enregistré.");
export const ran = (page: Page) => page.evaluate(() => (window as any).ran || []);
export const cookie = (page: Page) => page.evaluate(() => document.cookie.replace(/(; )?cc_cookie=1(; )?/, ""));
export const granted = (page: Page, name: string) =>
  page.evaluate((each) => (window as any).palabre.consent(each), name);

/** Collects the page's consent requests to the server from now on. */
export function calls(page: Page): Request[] {
  const found: Request[] = [];
  page.on("request", (request) => {
    if (/\/consent(\/leaks)?(\?|$)/.test(request.url()) && request.method() !== "OPTIONS") found.push(request);
  });
  return found;
}

export async function open(page: Page): Promise<void> {
  await page.locator("main [data-palabre=consent]").click();
  await expect(detail(page)).toBeVisible();
}

/** Members of a policy that replace those of the server's answers. */
export interface More {
  readonly layout?: string;
  readonly services?: Record<string, string>;
  readonly clear?: Record<string, string[]>;
  readonly signals?: Record<string, string[]>;
  readonly leaks?: number;
}

/** Adds members to the policy in the server's answers, and removes services that the server does not know from posts. */
export async function enrich(page: Page, more: More): Promise<void> {
  await page.route(/\/api\/sites\/\w+\/consent(\?.*)?$/, async (route) => {
    const request = route.request();
    if (request.method() === "POST") return route.fallback({ postData: { ...request.postDataJSON(), services: {} } });
    if (request.method() !== "GET") return route.fallback();
    const response = await route.fetch();
    if (response.status() !== 200) return route.fulfill({ response });
    const json = await response.json();
    const layer = new URL(request.url()).searchParams.get("layer");
    if (layer === "detail") addServices(json.nodes, more.services || {});
    else Object.assign(json, "nodes" in json ? more : { signals: more.signals, leaks: more.leaks });
    return route.fulfill({ response, json });
  });
}

/** Changes the direction of the server's answers to right-to-left. */
export async function mirror(page: Page): Promise<void> {
  await page.route(/\/api\/sites\/\w+\/consent\?/, async (route) => {
    const response = await route.fetch();
    return route.fulfill({ response, body: (await response.text()).replace('"dir":"ltr"', '"dir":"rtl"') });
  });
}

function addServices(node: unknown, services: Record<string, string>): void {
  if (!Array.isArray(node)) return;
  const input = node.find((child) => Array.isArray(child) && child[0] === "input");
  const mine = Object.keys(services).filter((service) => input && services[service] === input[1].value);
  if (node[0] === "li" && mine.length)
    node.push(["ul", { class: "pm__services" }, ...mine.map((each) => service(each, services[each]!))]);
  else node.forEach((child) => addServices(child, services));
}

function service(key: string, purpose: string): unknown[] {
  const id = `palabre-pm-service-${key}`;
  return [
    "li",
    ["input", { type: "checkbox", class: "section__toggle", id, value: key, "data-service-of": purpose }],
    ["label", { for: id }, key[0]!.toUpperCase() + key.slice(1)],
    ["details", ["summary", `À propos de ${key}`], ["ul", ["li", "Responsable : Une société, Dublin"]]],
  ];
}

/** The computed styles in which two buttons must not differ. */
export async function styleOf(page: Page, selector: string): Promise<unknown> {
  return page.locator(selector).evaluate((element) => {
    const { width, height } = element.getBoundingClientRect();
    const { color, backgroundColor, borderColor, fontSize, fontWeight, fontFamily, opacity } =
      getComputedStyle(element);
    return {
      width: Math.round(width),
      height: Math.round(height),
      color,
      backgroundColor,
      borderColor,
      fontSize,
      fontWeight,
      fontFamily,
      opacity,
    };
  });
}
