import { axe } from "./axe.ts";
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
  styleOf,
  ran,
  saved,
  test,
} from "./consent.ts";

test("L1 L3 L6 nothing is stored and nothing runs before a choice", async ({ page, context, consentPage }) => {
  const requests = calls(page);
  await page.goto(consentPage());
  await expect(bar(page)).toBeVisible();
  await page.mouse.wheel(0, 3000);
  await page.locator("main p").first().click();
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 500, height: 600 });
  await page.goto(consentPage());
  await expect(bar(page)).toBeVisible();
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
  expect(await ran(page)).toEqual([]);
  expect(requests.map((call) => call.method())).toEqual(["GET", "GET"]);
});

test("L2 before a choice only the page's own host and the server receive requests", async ({
  page,
  consentPage,
  palabre,
  host,
}) => {
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await page.goto(
    consentPage(
      `<iframe data-src="https://video.example.net/1" data-category="media" title="Un film"></iframe>${GATED}`,
    ),
  );
  await expect(page.locator(".palabre-embed").first()).toBeVisible();
  expect([...hosts].sort()).toEqual([palabre.url, host.origin].sort());
});

test("L4 everything stays refused if the script does not load", async ({ page, consentPage, palabre }) => {
  await page.route(`${palabre.url}/palabre.js`, (route) => route.abort());
  await page.goto(consentPage());
  await expect(page.locator("#audience")).toBeVisible();
  expect(await ran(page)).toEqual([]);
});

test("L8 L9 L10 L64 the bar is an early landmark that lists the purposes before the buttons and takes no focus", async ({
  page,
  consentPage,
}) => {
  await page.goto(consentPage());
  await expect(page.getByRole("region", { name: "Votre choix en matière de cookies" })).toBeVisible();
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  expect(await page.evaluate(() => document.body.firstElementChild?.id)).toBe("cc-main");
  const text = (await bar(page).innerText()).replace(/\s+/g, " ");
  expect(text).toContain("Le Courrier de la Corniche");
  expect(text.indexOf("Mesure d’audience")).toBeGreaterThan(0);
  expect(text.indexOf("Contenus d’autres sites")).toBeLessThan(text.indexOf("Tout accepter"));
  expect(text).toMatch(/Refuser ne vous prive.*changez d’avis/);
  await expect(bar(page).getByRole("link", { name: "Qui, quoi, combien de temps" })).toHaveAttribute(
    "href",
    /\/sites\/corniche\/consent\?lang=fr$/,
  );
});

test("L18 L19 the page is readable without a choice, and the banner is in its language", async ({
  page,
  consentPage,
}) => {
  await page.goto(consentPage(undefined, { lang: "en" }));
  await expect(page.locator("#cc-main")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("button", { name: "Reject all" }).or(button(page, "necessary"))).toBeVisible();
  await page.locator("#audience").scrollIntoViewIfNeeded();
  await expect(page.locator("#audience")).toBeInViewport();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`L11 L12 L13 L14 L17 refuse stands beside accept, of the same size and style (${colorScheme})`, async ({
      page,
      consentPage,
    }) => {
      await page.goto(consentPage());
      await expect(bar(page)).toBeVisible();
      for (const viewport of [
        { width: 320, height: 568 },
        { width: 1280, height: 800 },
      ]) {
        await page.setViewportSize(viewport);
        const [accept, refuse] = await Promise.all(
          ["all", "necessary"].map((role) => styleOf(page, `.cm__btn[data-role=${role}]`)),
        );
        expect(refuse).toEqual(accept);
        for (const role of ["all", "necessary", "show"]) await expect(button(page, role)).toBeInViewport({ ratio: 1 });
      }
      await expect(bar(page).getByRole("button")).toHaveText(["Tout accepter", "Tout refuser", "Personnaliser"]);
      await button(page, "show").click();
      await expect(detail(page)).toBeVisible();
      const [accept, refuse] = await Promise.all(
        ["all", "necessary"].map((role) => styleOf(page, `.pm__btn[data-role=${role}]`)),
      );
      expect(refuse).toEqual(accept);
    });

    test(`L68 axe finds nothing on either layer (${colorScheme})`, async ({ page, consentPage }) => {
      await page.setViewportSize({ width: 320, height: 568 });
      await page.goto(consentPage());
      await expect(bar(page)).toBeVisible();
      await axe(page);
      await button(page, "show").click();
      await expect(detail(page)).toBeVisible();
      await axe(page);
      await inDetail(page, "necessary").click();
      await saved(page);
      await axe(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    });
  });
}

test("L69 the bar takes at most 30 % of a small screen in any font, and never covers the focus", async ({
  page,
  consentPage,
}) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await page.goto(consentPage());
  await expect(bar(page)).toBeVisible();
  for (const font of ["inherit", "monospace", "serif", "Verdana, sans-serif"]) {
    await page.evaluate((family) => document.documentElement.style.setProperty("--palabre-font", family), font);
    expect((await bar(page).boundingBox())!.height, font).toBeLessThanOrEqual(568 * 0.3);
    for (const role of ["all", "necessary", "show"]) await expect(button(page, role)).toBeInViewport({ ratio: 1 });
  }
  const box = (await bar(page).boundingBox())!;
  await page.locator("main [data-palabre=consent]").focus();
  const focused = (await page.locator("main [data-palabre=consent]").boundingBox())!;
  expect(focused.y + focused.height).toBeLessThanOrEqual(box.y);
});

test("L68 with text at 200 % the buttons stay visible and the text scrolls", async ({ page, consentPage }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await page.goto(consentPage());
  await expect(bar(page)).toBeVisible();
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  for (const role of ["all", "necessary", "show"]) await expect(button(page, role)).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test("L68 with forced colours the buttons are readable and look alike", async ({ page, consentPage }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(consentPage());
  await expect(bar(page)).toBeVisible();
  const [accept, refuse] = await Promise.all(
    ["all", "necessary"].map((role) => styleOf(page, `.cm__btn[data-role=${role}]`)),
  );
  expect(refuse).toEqual(accept);
  const { color, backgroundColor } = accept as { color: string; backgroundColor: string };
  expect(color).not.toBe(backgroundColor);
});

test("L15 L20 L65 three tabs and one key press refuse", async ({ page, consentPage }) => {
  await page.goto(consentPage());
  await expect(bar(page)).toBeVisible();
  for (let i = 0; i < 3; i++) await page.keyboard.press("Tab");
  await expect(button(page, "necessary")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(bar(page)).toHaveCount(0);
  expect(await cookie(page)).toMatch(/palabre_consent=yes=&no=audience\.media/);
});

test("a box is in a corner, and Escape closes a modal layer without an answer", async ({
  page,
  context,
  consentPage,
}) => {
  await page.goto(consentPage());
  await enrich(page, { layout: "box" });
  await page.goto(consentPage());
  const box = (await bar(page).boundingBox())!;
  expect([Math.round(box.width), Math.round(box.x + box.width)]).toEqual([384, 1280 - 16]);
  await page.unrouteAll();
  await enrich(page, { layout: "modal" });
  await page.goto(consentPage());
  await expect(page.getByRole("dialog", { name: "Votre choix en matière de cookies" })).toBeVisible();
  const [accept, refuse] = await Promise.all(
    ["all", "necessary"].map((role) => styleOf(page, `.cm__btn[data-role=${role}]`)),
  );
  expect(refuse).toEqual(accept);
  await axe(page);
  await page.keyboard.press("Escape");
  await expect(bar(page)).toHaveCount(0);
  expect(await context.cookies()).toEqual([]);
  await page.goto(consentPage());
  await button(page, "necessary").click();
  await saved(page);
});

test("a site without purposes shows nothing and releases nothing", async ({ page, publish }) => {
  const requests = calls(page);
  await page.goto(publish());
  await expect.poll(() => requests.length).toBe(1);
  expect(await granted(page, "audience")).toBe(false);
  await expect(page.locator("#cc-main, #palabre-consent")).toHaveCount(0);
});
