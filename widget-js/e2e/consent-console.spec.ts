import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { axe } from "./axe.ts";
import { button, cookie, expect, inDetail, open, OPENER, saved, test as base } from "./consent.ts";
import { article, snippet } from "./host.ts";
import { Moderator } from "./moderator.ts";

const SITE = "phare";
const GATED =
  '<script type="text/plain" data-category="audience" data-service="matomo" src="/gated/matomo.js"></script>';

/** A site whose owner edits its policy in the console, and a page of it. */
const test = base.extend<{ address: string }, { owner: Moderator }>({
  owner: [
    async ({ host, palabre }, use) => {
      await palabre.cli("site", "add", SITE, "--name", "Le Phare", "--origin", host.origin);
      await palabre.cli("site", "set", SITE, "controller=Le Phare SARL", "leaks=1");
      await use(await Moderator.of(palabre, "phare@example.org", SITE));
    },
    { scope: "worker", timeout: 120_000 },
  ],

  address: async ({ context, host, palabre, owner: _ }, use) => {
    await context.route("**/gated/matomo.js", (route) =>
      route.fulfill({
        contentType: "text/javascript",
        body: 'document.cookie = "_pk_id.1=x; path=/"; window.ran = ["matomo"]',
      }),
    );
    const html = article(palabre.url, SITE, {
      body: `${GATED}${OPENER}${snippet(palabre.url, SITE).split("\n")[0]}`,
      lang: "fr",
    });
    await use(host.page(`/${randomUUID()}`, html.replace(/<footer>.*<\/footer>/, "")));
  },
});

async function signIn(page: Page, url: string, { email, password }: Moderator): Promise<void> {
  await page.goto(`${url}/moderation`);
  await page.getByLabel(/adresse/i).fill(email);
  await page.getByLabel(/mot de passe/i).fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Cookies", exact: true }).click();
}

/** Creates a policy with one service in the console's forms, and publishes it. */
async function publish(consolePage: Page): Promise<void> {
  await consolePage.getByLabel("Usage tout prêt").selectOption("audience");
  await consolePage.getByRole("button", { name: "Ajouter l’usage" }).click();
  const purpose = consolePage.locator("#purpose-audience");
  await purpose.locator("summary").first().click();
  await purpose.locator("form:has([value=addService])").getByLabel("Nom, en minuscules").fill("matomo");
  await purpose.locator("form:has([value=addService])").getByLabel("Nom montré").fill("Matomo");
  await purpose.getByRole("button", { name: "Ajouter le service" }).click();
  const service = consolePage.locator("form:has([name=service])");
  await consolePage.locator("details details > summary").click();
  const typed = {
    controller: "Le Phare SARL",
    "data.fr": "pages lues",
    "data.en": "pages read",
    privacyUrl: "https://phare.example/donnees",
    days: "390",
  };
  for (const [name, value] of Object.entries({ ...typed, "trace.0.name": "_pk_id*", "trace.0.days": "390" })) {
    await service.locator(`[name="${name}"]`).fill(value);
  }
  await service.getByRole("button", { name: "Enregistrer" }).click();
  await expect(consolePage.getByRole("status")).toBeVisible();
  await consolePage.getByRole("link", { name: /Relire/ }).click();
  await consolePage.getByRole("button", { name: "Publier" }).click();
  await expect(consolePage.getByText("Publication n° 1")).toBeVisible();
}

test("a policy published in the console without JavaScript is shown, recorded by service, cleared and proved", async ({
  browser,
  page,
  palabre,
  owner,
  address,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "fr-FR" });
  const consolePage = await context.newPage();
  await signIn(consolePage, palabre.url, owner);
  await publish(consolePage);

  await page.goto(address);
  await button(page, "show").click();
  await page.getByRole("checkbox", { name: "Matomo" }).check();
  await expect(page.getByText("pages lues")).toHaveCount(1);
  await inDetail(page, "save").click();
  await saved(page);
  await expect.poll(() => cookie(page)).toContain("_pk_id.1=x");
  await open(page);
  const receipt = await page.getByRole("link", { name: "Voir mon reçu" }).getAttribute("href");
  const left = page.waitForEvent("load");
  await inDetail(page, "necessary").click();
  await left;
  await expect.poll(() => cookie(page)).toMatch(/^palabre_consent=yes=&no=audience&[^;]*$/);

  const proof = await (await fetch(receipt!, { headers: { Accept: "application/json" } })).json();
  expect(JSON.stringify(proof)).toContain('"matomo":true');
  await consolePage.getByRole("link", { name: "Chiffres" }).click();
  await expect(consolePage.getByRole("table").first()).toBeVisible();
  await consolePage.getByRole("link", { name: "Preuve" }).click();
  await consolePage.getByRole("button", { name: /Vérifier/ }).click();
  await expect(consolePage.getByRole("status")).toBeVisible();
  await context.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on the console's pages about consent, ${colorScheme}, nor does anything overflow at 320 px`, async ({
    browser,
    palabre,
    owner,
  }) => {
    const context = await browser.newContext({ locale: "fr-FR", colorScheme, viewport: { width: 320, height: 640 } });
    const consolePage = await context.newPage();
    await signIn(consolePage, palabre.url, owner);
    const pages = await consolePage
      .locator("nav.tabs a")
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    expect(pages).toHaveLength(4);
    for (const each of [...pages, `${pages[0]}/publish`]) {
      await consolePage.goto(each);
      await consolePage.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      await axe(consolePage);
      expect(await consolePage.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    }
    await context.close();
  });
}
