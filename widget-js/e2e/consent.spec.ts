import { randomUUID } from "node:crypto";
import type { Request } from "@playwright/test";
import { axe } from "./axe.ts";
import { article, snippet } from "./host.ts";
import { robot } from "./robot.ts";
import { expect, type Page, test as base } from "./test.ts";

const SITE = "corniche";
const DAYS = 24 * 60 * 60 * 1000;
const OPENER = '<button type="button" data-palabre="consent">Gérer mes cookies</button>';
const GATED = `
<p id="audience">La mesure attend.</p>
<script type="text/plain" data-category="audience" src="/gated/first.js"></script>
<script type="text/plain" data-category="audience" src="/gated/second.js" data-cookies="demo_seen"></script>
<template data-purpose="media"><p id="player">Le lecteur est là.</p><script src="/gated/player.js"></script></template>`;

interface PerTest {
  /** Puts a page with gated content and a control on a site that asks for audience and media; returns its address. */
  asking: (body?: string) => string;
}

interface PerWorker {
  /** The key of a site that asks for audience and media. */
  site: string;
}

const test = base.extend<PerTest, PerWorker>({
  site: [
    async ({ host, palabre }, use) => {
      await palabre.cli("site", "add", SITE, "--name", "Le Courrier de la Corniche", "--origin", host.origin);
      await palabre.cli("site", "set", SITE, "purposes=audience,media");
      await use(SITE);
    },
    { scope: "worker", timeout: 60_000 },
  ],

  asking: async ({ context, host, palabre, site }, use) => {
    await context.route("**/gated/*.js", (route) => {
      const name = new URL(route.request().url()).pathname.slice("/gated/".length, -".js".length);
      const body = `(window.ran ||= []).push("${name}"); document.cookie = "demo_seen=1; path=/"; document.cookie = "_ga_X=1; path=/"`;
      return route.fulfill({ contentType: "text/javascript", body });
    });
    await use((body = GATED + OPENER) => {
      const [script] = snippet(palabre.url, site).split("\n");
      const html = article(palabre.url, site, { body: `${"<p>Un paragraphe.</p>".repeat(30)}${body}${script}` });
      return host.page(`/${randomUUID()}`, html.replace(/<footer>.*<\/footer>/, ""));
    });
  },
});

const bar = (page: Page) => page.locator("#cc-main .cm");
const button = (page: Page, role: string) => page.locator(`.cm__btn[data-role=${role}]`);
const detail = (page: Page) => page.locator("dialog.pm");
const inDetail = (page: Page, role: string) => page.locator(`.pm__btn[data-role=${role}]`);
const status = (page: Page) => page.locator("#palabre-consent [role=status]");
const ran = (page: Page) => page.evaluate(() => (window as any).ran || []);
const cookie = (page: Page) => page.evaluate(() => document.cookie);
const granted = (page: Page, purpose: string) => page.evaluate((name) => (window as any).palabre.consent(name), purpose);

function calls(page: Page): Request[] {
  const found: Request[] = [];
  page.on("request", (request) => {
    if (/\/consent(\?|$)/.test(request.url()) && request.method() !== "OPTIONS") found.push(request);
  });
  return found;
}

async function open(page: Page): Promise<void> {
  await page.locator("main [data-palabre=consent]").click();
  await expect(detail(page)).toBeVisible();
}

test("L1 nothing is stored and nothing runs before a choice, whatever the reader does", async ({ page, context, asking }) => {
  const heard = calls(page);
  await page.goto(asking());
  await expect(bar(page)).toBeVisible();
  await page.mouse.wheel(0, 3000);
  await page.locator("main p").first().click();
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 500, height: 600 });
  await page.goto(asking());
  await expect(bar(page)).toBeVisible();
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
  expect(await ran(page)).toEqual([]);
  expect(heard.map((call) => call.method())).toEqual(["GET", "GET"]);
});

test("L8 L64 the bar is a landmark near the start that names the purposes before the buttons and takes no focus", async ({ page, asking }) => {
  await page.goto(asking());
  await expect(page.getByRole("region", { name: "Votre choix en matière de cookies" })).toBeVisible();
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  expect(await page.evaluate(() => document.body.firstElementChild?.id)).toBe("cc-main");
  const text = (await bar(page).innerText()).replace(/\s+/g, " ");
  expect(text.indexOf("Mesure d’audience")).toBeGreaterThan(0);
  expect(text.indexOf("Contenus d’autres sites")).toBeLessThan(text.indexOf("Tout accepter"));
  expect(text).toMatch(/Refuser ne vous prive.*changez d’avis/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`L11 L12 refuse stands beside accept, of the same size and style (${colorScheme})`, async ({ page, asking }) => {
      await page.goto(asking());
      await expect(bar(page)).toBeVisible();
      for (const viewport of [{ width: 320, height: 568 }, { width: 1280, height: 800 }]) {
        await page.setViewportSize(viewport);
        const [accept, refuse] = await Promise.all(["all", "necessary"].map((role) => looks(page, `.cm__btn[data-role=${role}]`)));
        expect(refuse).toEqual(accept);
        for (const role of ["all", "necessary", "show"]) await expect(button(page, role)).toBeInViewport({ ratio: 1 });
      }
      await button(page, "show").click();
      const [accept, refuse] = await Promise.all(["all", "necessary"].map((role) => looks(page, `.pm__btn[data-role=${role}]`)));
      expect(refuse).toEqual(accept);
    });

    test(`L68 axe finds nothing on either layer (${colorScheme})`, async ({ page, asking }) => {
      await page.setViewportSize({ width: 320, height: 568 });
      await page.goto(asking());
      await expect(bar(page)).toBeVisible();
      await axe(page);
      await button(page, "show").click();
      await axe(page);
      await inDetail(page, "necessary").click();
      await expect(status(page)).toHaveText("Votre choix est enregistré.");
      await axe(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    });
  });
}

test("L69 the bar takes 30 % of a small screen at the most, and covers nothing that has the focus", async ({ page, asking }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await page.goto(asking());
  await expect(bar(page)).toBeVisible();
  const box = (await bar(page).boundingBox())!;
  expect(box.height).toBeLessThanOrEqual(568 * 0.3 + 1);
  await page.locator("main [data-palabre=consent]").focus();
  const focused = (await page.locator("main [data-palabre=consent]").boundingBox())!;
  expect(focused.y + focused.height).toBeLessThanOrEqual(box.y);
});

test("L15 L65 one key press after three tabs refuses", async ({ page, asking }) => {
  await page.goto(asking());
  await expect(bar(page)).toBeVisible();
  for (let i = 0; i < 3; i++) await page.keyboard.press("Tab");
  await expect(button(page, "necessary")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(bar(page)).toHaveCount(0);
  expect(await cookie(page)).toMatch(/palabre_consent=yes=&no=audience\.media/);
});

test("L26 L28 a refusal is recorded, remembered 182 days and asks nothing more", async ({ page, context, asking }) => {
  const heard = calls(page);
  const address = asking();
  await page.goto(address);
  await button(page, "necessary").click();
  await expect(status(page)).toHaveText("Votre choix est enregistré.");
  const [kept] = await context.cookies();
  expect(kept).toMatchObject({ name: "palabre_consent", path: "/", sameSite: "Lax" });
  expect(Math.abs(kept!.expires * 1000 - Date.now() - 182 * DAYS)).toBeLessThan(DAYS / 10);
  expect(heard.map((call) => call.method())).toEqual(["GET", "POST"]);
  expect(heard[1]!.postDataJSON()).toMatchObject({ choices: { audience: false, media: false }, source: "banner" });
  await page.goto(address);
  await expect.poll(() => granted(page, "audience")).toBe(false);
  expect(heard).toHaveLength(2);
  expect(await ran(page)).toEqual([]);
  await expect(bar(page)).toHaveCount(0);
});

test("accepting runs what waited, moved and in order, here and on later pages", async ({ page, asking }) => {
  await page.goto(asking());
  await expect(bar(page)).toBeVisible();
  const told = page.evaluate(() => new Promise((tell) => addEventListener("palabre:consent", (event) => tell((event as CustomEvent).detail))));
  await button(page, "all").click();
  expect(await told).toMatchObject({ choices: { audience: true, media: true }, id: null });
  await expect.poll(() => ran(page)).toEqual(["first", "second", "player"]);
  await expect(page.locator("#player")).toBeVisible();
  expect(await granted(page, "media")).toBe(true);
  await page.goto(asking());
  await expect.poll(() => ran(page)).toEqual(["first", "second", "player"]);
});

test("what comes into the page later waits and runs alike", async ({ page, asking }) => {
  await page.goto(asking(OPENER));
  await button(page, "all").click();
  await page.evaluate(() => {
    const late = document.createElement("script");
    late.type = "text/plain";
    late.dataset["category"] = "audience";
    late.setAttribute("data-x", "");
    document.body.append(late);
    const template = document.createElement("template");
    template.dataset["purpose"] = "media";
    template.content.append(Object.assign(document.createElement("p"), { id: "late" }));
    document.body.append(template);
  });
  await expect(page.locator("#late")).toBeAttached();
});

test("L16 L22 L66 the detail has nothing ticked, Escape writes nothing, a selection is a partial choice", async ({ page, context, asking }) => {
  const heard = calls(page);
  await page.goto(asking());
  await button(page, "show").click();
  await expect(detail(page).getByRole("heading", { name: "Gérer mes cookies" })).toBeFocused();
  await expect(page.locator(".section__toggle:checked")).toHaveCount(0);
  await page.locator(".section__toggle[value=media]").check();
  await page.keyboard.press("Escape");
  await expect(detail(page)).toBeHidden();
  await expect(button(page, "show")).toBeFocused();
  expect(await context.cookies()).toEqual([]);
  await button(page, "show").click();
  await expect(page.locator(".section__toggle:checked")).toHaveCount(0);
  await page.getByLabel("Contenus d’autres sites").check();
  await inDetail(page, "save").click();
  await expect(status(page)).toHaveText("Votre choix est enregistré.");
  await expect.poll(() => ran(page)).toEqual(["player"]);
  expect(heard.at(-1)!.postDataJSON()).toMatchObject({ choices: { audience: false, media: true }, source: "dialog" });
});

test("L33 L34 L35 reopened, the detail shows the choice, its date and its receipt; one click withdraws everything", async ({ page, asking }) => {
  await page.goto(asking());
  await button(page, "all").click();
  await expect(status(page)).toHaveText("Votre choix est enregistré.");
  await expect.poll(() => cookie(page)).toContain("_ga_X=1");
  await open(page);
  await expect(page.locator(".section__toggle:checked")).toHaveCount(2);
  await expect(page.locator(".pm__state")).toContainText(/Votre choix du \d+ \S+ \d{4} vaut jusqu’au/);
  const receipt = await page.getByRole("link", { name: "Voir mon reçu" }).getAttribute("href");
  const reloaded = page.waitForEvent("load");
  await inDetail(page, "necessary").click();
  await reloaded;
  await expect.poll(() => granted(page, "audience")).toBe(false);
  expect(await ran(page)).toEqual([]);
  expect(await cookie(page)).toMatch(/^palabre_consent=yes=&no=audience\.media[^;]*$/);
  await page.goto(receipt!);
  await expect(page.getByRole("status")).toHaveText("Consentement retiré");
  await expect(page.getByText("Tout accepté")).toBeVisible();
  await axe(page);
});

test("L32 a page without a control of its own gets one, on every page", async ({ page, asking }) => {
  const address = asking(GATED);
  await page.goto(address);
  await button(page, "necessary").click();
  for (let visit = 0; visit < 2; visit++) {
    await page.getByRole("button", { name: "Gérer mes cookies" }).click();
    await expect(detail(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await page.goto(address);
  }
});

test("GPC is a refusal that stores nothing; a choice made in spite of it wins", async ({ page, context, asking }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
  const heard = calls(page);
  const address = asking();
  await page.goto(address);
  await expect.poll(() => page.evaluate(() => !!(window as any).palabre?.consent)).toBe(true);
  expect(await granted(page, "audience")).toBe(false);
  await expect(bar(page)).toHaveCount(0);
  expect(await context.cookies()).toEqual([]);
  expect(heard).toEqual([]);
  await open(page);
  await expect(detail(page)).toContainText("signal GPC");
  await inDetail(page, "all").click();
  await expect.poll(() => ran(page)).toEqual(["first", "second", "player"]);
  await page.goto(address);
  await expect.poll(() => ran(page)).toEqual(["first", "second", "player"]);
});

test("a choice made offline holds, says so, and is recorded once with the next page", async ({ page, asking }) => {
  const address = asking();
  await page.goto(address);
  await expect(bar(page)).toBeVisible();
  await page.route("**/api/sites/*/consent*", (route) => (route.request().method() === "GET" ? route.fallback() : route.abort()));
  await button(page, "all").click();
  await expect(status(page)).toContainText("il sera transmis");
  await expect.poll(() => ran(page)).toContain("player");
  expect(await cookie(page)).toContain("&key=");
  await page.unrouteAll();
  await page.goto(address);
  await expect.poll(() => cookie(page)).toMatch(/&id=[\w-]{27}&until=\d+&version=\w{64}$|&id=[\w-]{27}&until=\d+&version=\w{64};/);
  expect(await cookie(page)).not.toContain("&key=");
});

test("where the page has a nonce, what waits must carry it", async ({ page, host, asking, palabre, site }) => {
  asking();
  const body = `${OPENER}
<script type="text/plain" data-category="audience" src="/gated/slipped-in.js"></script>
<template data-purpose="audience"><script src="/gated/slipped-in.js"></script></template>
<script type="text/plain" data-category="audience" nonce="right" src="/gated/ours.js"></script>
<script nonce="right" src="${palabre.url}/palabre.js" data-site="${site}" async></script>`;
  const policy = `default-src 'none'; script-src 'nonce-right' 'strict-dynamic'; connect-src ${palabre.url}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
  await page.goto(host.page(`/${randomUUID()}`, article(palabre.url, site, { body }), policy));
  await button(page, "all").click();
  await expect.poll(() => ran(page)).toEqual(["ours"]);
});

test("a site without purposes shows nothing and lets nothing run", async ({ page, publish }) => {
  const heard = calls(page);
  await page.goto(publish());
  await expect.poll(() => heard.length).toBe(1);
  expect(await granted(page, "audience")).toBe(false);
  await expect(page.locator("#cc-main, #palabre-consent")).toHaveCount(0);
});

for (const [action, pattern] of [["optOut", /yes=&no=audience\.media/], ["optIn", /yes=audience\.media&no=/]] as const) {
  test(`a stock robot works the bar: ${action}`, async ({ page, asking }) => {
    const heard = await robot(page, asking(), action);
    expect(heard.find(({ type }) => type === `${action}Result`)).toMatchObject({ result: true, cmp: "cookieconsent3" });
    await expect(bar(page)).toHaveCount(0);
    await expect.poll(() => cookie(page)).toMatch(pattern);
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("L36 the page of the choices accepts, shows, and withdraws", async ({ page, site, palabre }) => {
    const form = `${palabre.url}/sites/${site}/consent?lang=fr`;
    await page.goto(form);
    await page.getByRole("button", { name: "Tout accepter" }).click();
    await expect(page.getByRole("heading", { name: "Reçu de votre choix" })).toBeVisible();
    await expect(page.getByText("Tout accepté")).toBeVisible();
    await page.goto(form);
    await expect(page.getByLabel("Mesure d’audience")).toBeChecked();
    await page.getByRole("button", { name: "Tout refuser" }).click();
    await expect(page.getByText("Consentement retiré")).toBeVisible();
  });
});

test("the page of the choices has no fault that axe can find", async ({ page, site, palabre }) => {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${palabre.url}/sites/${site}/consent?lang=fr&x=${randomUUID()}`);
    await axe(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
});

async function looks(page: Page, selector: string): Promise<unknown> {
  return page.locator(selector).evaluate((element) => {
    const { width, height } = element.getBoundingClientRect();
    const { color, backgroundColor, borderColor, fontSize, fontWeight, fontFamily, opacity } = getComputedStyle(element);
    return { width: Math.round(width), height: Math.round(height), color, backgroundColor, borderColor, fontSize, fontWeight, fontFamily, opacity };
  });
}
