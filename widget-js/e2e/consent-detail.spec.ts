import { axe } from "./axe.ts";
import { randomUUID } from "node:crypto";
import {
  bar,
  button,
  calls,
  cookie,
  detail,
  enrich,
  expect,
  GATED,
  granted,
  inDetail,
  mirror,
  open,
  OPENER,
  ran,
  saved,
  status,
  test,
} from "./consent.ts";

const SERVICES = { services: { youtube: "media", vimeo: "media" } };

test("L16 L22 L66 the dialog has nothing checked, Escape stores nothing, a selection is a partial choice", async ({
  page,
  context,
  consentPage,
}) => {
  const requests = calls(page);
  await page.goto(consentPage());
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
  await saved(page);
  await expect.poll(() => ran(page)).toEqual(["player"]);
  expect(requests.at(-1)!.postDataJSON()).toMatchObject({
    choices: { audience: false, media: true },
    source: "dialog",
  });
});

test("L22 saving with nothing checked refuses everything", async ({ page, consentPage }) => {
  await page.goto(consentPage());
  await button(page, "show").click();
  await inDetail(page, "save").click();
  await saved(page);
  expect(await cookie(page)).toContain("yes=&no=audience.media&");
});

test("L21 L23 a purpose and its services check each other, by the keyboard too", async ({ page, consentPage }) => {
  await enrich(page, SERVICES);
  const requests = calls(page);
  await page.goto(consentPage());
  await button(page, "show").click();
  const media = page.getByRole("checkbox", { name: "Contenus d’autres sites" });
  const youtube = page.getByRole("checkbox", { name: "Youtube" });
  await media.focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox", { name: "Vimeo" })).toBeChecked();
  await youtube.focus();
  await page.keyboard.press("Space");
  await expect(media).toBeChecked({ indeterminate: true });
  await page.keyboard.press("Space");
  await expect(media).toBeChecked();
  await page.keyboard.press("Space");
  await page.getByText("À propos de youtube").click();
  await expect(detail(page)).toContainText("Responsable : Une société, Dublin");
  await axe(page);
  await inDetail(page, "save").click();
  await saved(page);
  expect(requests.at(-1)!.postDataJSON()).toMatchObject({
    choices: { audience: false, media: false },
    source: "dialog",
  });
  expect(await cookie(page)).toMatch(/yes=vimeo&no=audience\.media/);
  expect([await granted(page, "vimeo"), await granted(page, "youtube"), await granted(page, "media")]).toEqual([
    true,
    false,
    false,
  ]);
  await open(page);
  await expect(media).toBeChecked({ indeterminate: true });
});

test("a service answered with its purpose is known on later pages", async ({ page, consentPage }) => {
  await enrich(page, SERVICES);
  const address = consentPage();
  await page.goto(address);
  await button(page, "all").click();
  await saved(page);
  await page.goto(address);
  expect(await granted(page, "youtube")).toBe(true);
  expect(await granted(page, "nobody")).toBe(false);
});

test("L33 L34 L35 the reopened dialog shows the choice, its date and its receipt; one click withdraws everything", async ({
  page,
  consentPage,
}) => {
  await page.goto(consentPage());
  await button(page, "all").click();
  await saved(page);
  await expect.poll(() => cookie(page)).toContain("_ga_X=1");
  await open(page);
  await expect(page.locator(".section__toggle:checked")).toHaveCount(2);
  await expect(page.locator(".pm__state")).toContainText(
    /Votre choix du \d+ \S+ \d{4} vaut jusqu’au .* Reçu n° [\w-]{27}\./,
  );
  const receipt = await page.getByRole("link", { name: "Voir mon reçu" }).getAttribute("href");
  const reloaded = page.waitForEvent("load");
  await inDetail(page, "necessary").click();
  await reloaded;
  expect(await granted(page, "audience")).toBe(false);
  expect(await ran(page)).toEqual([]);
  expect(await cookie(page)).toMatch(/^palabre_consent=yes=&no=audience\.media[^;]*$/);
  await page.goto(receipt!);
  await expect(page.getByRole("status")).toHaveText("Consentement retiré");
  await expect(page.getByText("Tout accepté")).toBeVisible();
  await axe(page);
});

test("L32 every page without a button of its own gets one", async ({ page, consentPage }) => {
  const address = consentPage(GATED);
  await page.goto(address);
  await button(page, "necessary").click();
  for (let visit = 0; visit < 2; visit++) {
    await page.getByRole("button", { name: "Gérer mes cookies" }).click();
    await expect(detail(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await page.goto(address);
  }
});

test("L67 closing the banner restores the focus", async ({ page, consentPage }) => {
  await page.goto(consentPage());
  await expect(bar(page)).toBeVisible();
  await page.locator("main [data-palabre=consent]").focus();
  await button(page, "necessary").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("main [data-palabre=consent]")).toBeFocused();
  await saved(page);
});

test("L7 GPC is a refusal that stores nothing; a later choice overrides it", async ({ page, context, consentPage }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
  const requests = calls(page);
  const address = consentPage(GATED.replace(/<template.*/, "") + OPENER);
  await page.goto(address);
  await expect.poll(() => page.evaluate(() => !!(window as any).palabre)).toBe(true);
  expect(await granted(page, "audience")).toBe(false);
  await expect(bar(page)).toHaveCount(0);
  expect(await context.cookies()).toEqual([]);
  expect(requests).toEqual([]);
  await open(page);
  await expect(detail(page)).toContainText("signal GPC");
  await inDetail(page, "all").click();
  await expect.poll(() => ran(page)).toEqual(["first", "second"]);
  await page.goto(address);
  await expect.poll(() => ran(page)).toEqual(["first", "second"]);
});

test("if the page's policy forbids import(), a refusal clears, the button shows the first layer, and the dialog is the page of the choices", async ({
  browser,
  consentPage,
  palabre,
}) => {
  const answer = await fetch(`${palabre.url}/palabre.js`);
  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", await answer.arrayBuffer())).toString("base64");
  const policy = `default-src 'none'; script-src 'sha256-${digest}'; connect-src ${palabre.url}; img-src data:`;
  const page = await browser.newPage({ locale: "fr-FR" });
  await enrich(page, { clear: { audience: ["cookie:_ga*"], media: [] } });
  const address = consentPage(OPENER, { policy, script: `integrity="sha256-${digest}" crossorigin` });
  await page.context().addCookies([{ name: "_ga", value: "1", url: address }]);
  await page.goto(address);
  await button(page, "necessary").click();
  await saved(page);
  await expect.poll(() => cookie(page)).toMatch(/^palabre_consent=[^;]*$/);
  await page.locator("main [data-palabre=consent]").click();
  await button(page, "all").click();
  await expect.poll(() => cookie(page)).toContain("yes=audience.media");
  await page.locator("main [data-palabre=consent]").click();
  await button(page, "show").click();
  await expect(page).toHaveURL(/\/sites\/corniche\/consent\?lang=fr$/);
  await page.close();
});

test("the button shows an error if the server does not answer", async ({ page, consentPage }) => {
  await page.goto(consentPage());
  await button(page, "necessary").click();
  await saved(page);
  await page.route(/layer=detail/, (route) => route.abort());
  await page.locator("main [data-palabre=consent]").click();
  await expect(status(page)).toHaveText(/La connexion manque/);
});

test.describe("from right to left", () => {
  test("L68 both layers are mirrored", async ({ page, consentPage }) => {
    await mirror(page);
    await page.goto(consentPage());
    const [accept, show] = await Promise.all(["all", "show"].map((role) => button(page, role).boundingBox()));
    await page.setViewportSize({ width: 320, height: 568 });
    const [first, last] = await Promise.all(["all", "show"].map((role) => button(page, role).boundingBox()));
    expect(accept!.x).toBe(show!.x);
    expect(first!.x).toBeGreaterThan(last!.x);
    await button(page, "show").click();
    const [box, label] = await Promise.all(
      [page.locator(".section__toggle").first(), page.locator("dialog label").first()].map((each) =>
        each.boundingBox(),
      ),
    );
    expect(box!.x).toBeGreaterThan(label!.x);
  });
});

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

test("axe finds nothing on the page of the choices", async ({ page, site, palabre }) => {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${palabre.url}/sites/${site}/consent?lang=fr&x=${randomUUID()}`);
    await axe(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
});
