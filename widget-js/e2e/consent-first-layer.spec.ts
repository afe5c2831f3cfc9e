import { axe } from "./axe.ts";
import { bar, button, calls, cookie, detail, enrich, expect, GATED, granted, inDetail, looks, OPENER, ran, saved, status, test } from "./consent.ts";

const DAYS = 24 * 60 * 60 * 1000;

test("L1 L3 L6 nothing is stored and nothing runs before a choice, whatever the reader does", async ({ page, context, asking }) => {
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
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
  expect(await ran(page)).toEqual([]);
  expect(heard.map((call) => call.method())).toEqual(["GET", "GET"]);
});

test("L2 before a choice only the page's own host and the server are asked for anything", async ({ page, asking, palabre, host }) => {
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await page.goto(asking(`<iframe data-src="https://video.example.net/1" data-category="media" title="Un film"></iframe>${GATED}`));
  await expect(page.locator(".palabre-embed").first()).toBeVisible();
  expect([...hosts].sort()).toEqual([palabre.url, host.origin].sort());
});

test("L4 where the script does not load, everything stays refused", async ({ page, asking, palabre }) => {
  await page.route(`${palabre.url}/palabre.js`, (route) => route.abort());
  await page.goto(asking());
  await expect(page.locator("#audience")).toBeVisible();
  expect(await ran(page)).toEqual([]);
});

test("L8 L9 L10 L64 the bar is a landmark near the start that names the purposes before the buttons and takes no focus", async ({ page, asking }) => {
  await page.goto(asking());
  await expect(page.getByRole("region", { name: "Votre choix en matière de cookies" })).toBeVisible();
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  expect(await page.evaluate(() => document.body.firstElementChild?.id)).toBe("cc-main");
  const text = (await bar(page).innerText()).replace(/\s+/g, " ");
  expect(text).toContain("Le Courrier de la Corniche");
  expect(text.indexOf("Mesure d’audience")).toBeGreaterThan(0);
  expect(text.indexOf("Contenus d’autres sites")).toBeLessThan(text.indexOf("Tout accepter"));
  expect(text).toMatch(/Refuser ne vous prive.*changez d’avis/);
  await expect(bar(page).getByRole("link", { name: "Qui, quoi, combien de temps" })).toHaveAttribute("href", /\/sites\/corniche\/consent\?lang=fr$/);
});

test("L18 L19 the page can be read without a choice, and the banner speaks its language", async ({ page, asking }) => {
  await page.goto(asking(undefined, { lang: "en" }));
  await expect(page.locator("#cc-main")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("button", { name: "Reject all" }).or(button(page, "necessary"))).toBeVisible();
  await page.locator("#audience").scrollIntoViewIfNeeded();
  await expect(page.locator("#audience")).toBeInViewport();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`L11 L12 L13 L14 L17 refuse stands beside accept, of the same size and style (${colorScheme})`, async ({ page, asking }) => {
      await page.goto(asking());
      await expect(bar(page)).toBeVisible();
      for (const viewport of [{ width: 320, height: 568 }, { width: 1280, height: 800 }]) {
        await page.setViewportSize(viewport);
        const [accept, refuse] = await Promise.all(["all", "necessary"].map((role) => looks(page, `.cm__btn[data-role=${role}]`)));
        expect(refuse).toEqual(accept);
        for (const role of ["all", "necessary", "show"]) await expect(button(page, role)).toBeInViewport({ ratio: 1 });
      }
      await expect(bar(page).getByRole("button")).toHaveText(["Tout accepter", "Tout refuser", "Personnaliser"]);
      await button(page, "show").click();
      await expect(detail(page)).toBeVisible();
      const [accept, refuse] = await Promise.all(["all", "necessary"].map((role) => looks(page, `.pm__btn[data-role=${role}]`)));
      expect(refuse).toEqual(accept);
    });

    test(`L68 axe finds nothing on either layer (${colorScheme})`, async ({ page, asking }) => {
      await page.setViewportSize({ width: 320, height: 568 });
      await page.goto(asking());
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

test("L69 the bar takes 30 % of a small screen at the most, whatever the font, and covers nothing that has the focus", async ({ page, asking }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await page.goto(asking());
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

test("L68 with text twice as large the buttons are there, and the text scrolls", async ({ page, asking }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await page.goto(asking());
  await expect(bar(page)).toBeVisible();
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  for (const role of ["all", "necessary", "show"]) await expect(button(page, role)).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test("L68 where colours are forced the buttons can be read, and look alike", async ({ page, asking }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(asking());
  await expect(bar(page)).toBeVisible();
  const [accept, refuse] = await Promise.all(["all", "necessary"].map((role) => looks(page, `.cm__btn[data-role=${role}]`)));
  expect(refuse).toEqual(accept);
  const { color, backgroundColor } = accept as { color: string; backgroundColor: string };
  expect(color).not.toBe(backgroundColor);
});

test("L15 L20 L65 one key press after three tabs refuses", async ({ page, asking }) => {
  await page.goto(asking());
  await expect(bar(page)).toBeVisible();
  for (let i = 0; i < 3; i++) await page.keyboard.press("Tab");
  await expect(button(page, "necessary")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(bar(page)).toHaveCount(0);
  expect(await cookie(page)).toMatch(/palabre_consent=yes=&no=audience\.media/);
});

test("L26 L28 L30 a refusal is recorded, remembered 182 days and asks nothing more", async ({ page, context, asking }) => {
  const heard = calls(page);
  const address = asking();
  await page.goto(address);
  await button(page, "necessary").click();
  await saved(page);
  const kept = (await context.cookies()).find(({ name }) => name === "palabre_consent")!;
  expect(kept).toMatchObject({ path: "/", sameSite: "Lax" });
  expect(Math.abs(kept.expires * 1000 - Date.now() - 182 * DAYS)).toBeLessThan(DAYS / 10);
  expect(heard.map((call) => call.method())).toEqual(["GET", "POST"]);
  expect(heard[1]!.postDataJSON()).toMatchObject({ choices: { audience: false, media: false }, source: "banner", layout: "desktop" });
  const recorded = (await context.cookies()).find(({ name }) => name === "palabre_consent");
  const known = page.waitForResponse(/known=\w{64}$/);
  await page.goto(address);
  expect((await known).headers()["cache-control"]).toBe("public, max-age=86400");
  expect(await granted(page, "audience")).toBe(false);
  expect(heard).toHaveLength(3);
  expect((await context.cookies()).find(({ name }) => name === "palabre_consent")).toEqual(recorded);
  expect(await ran(page)).toEqual([]);
  await expect(bar(page)).toHaveCount(0);
});

test("L28 the choice holds after 179 days and is asked again after 183, for no as for yes", async ({ page, asking, context }) => {
  for (const role of ["all", "necessary"]) {
    await context.clearCookies();
    const address = asking(OPENER);
    await page.goto(address);
    await button(page, role).click();
    await saved(page);
    await page.clock.setFixedTime(Date.now() + 179 * DAYS);
    await page.goto(address);
    expect(await granted(page, "media")).toBe(role === "all");
    await expect(bar(page)).toHaveCount(0);
    await page.clock.setFixedTime(Date.now() + 183 * DAYS);
    await page.goto(address);
    await expect(bar(page)).toBeVisible();
    await page.clock.setFixedTime(Date.now());
  }
});

test("L29 only what changed is asked again, and other answers are kept", async ({ page, asking, palabre, site }) => {
  const address = asking();
  await page.goto(address);
  await button(page, "necessary").click();
  await saved(page);
  await page.route(/known=/, async (route) => {
    const response = await route.fetch({ url: `${palabre.url}/api/sites/${site}/consent?lang=fr` });
    return route.fulfill({ response, json: { ...(await response.json()), changed: ["media"] } });
  });
  await page.goto(address);
  await expect(bar(page).getByRole("listitem")).toHaveCount(1);
  await expect(bar(page)).toContainText("Contenus d’autres sites");
  await button(page, "all").click();
  await saved(page);
  expect(await cookie(page)).toMatch(/yes=media&no=audience&id=\S+&version=\w{64}/);
  await expect.poll(() => ran(page)).toEqual(["player"]);
});

test("a box stands in a corner, and a modal layer ends with Escape without an answer", async ({ page, context, asking }) => {
  await page.goto(asking());
  await enrich(page, { layout: "box" });
  await page.goto(asking());
  const box = (await bar(page).boundingBox())!;
  expect([Math.round(box.width), Math.round(box.x + box.width)]).toEqual([384, 1280 - 16]);
  await page.unrouteAll();
  await enrich(page, { layout: "modal" });
  await page.goto(asking());
  await expect(page.getByRole("dialog", { name: "Votre choix en matière de cookies" })).toBeVisible();
  const [accept, refuse] = await Promise.all(["all", "necessary"].map((role) => looks(page, `.cm__btn[data-role=${role}]`)));
  expect(refuse).toEqual(accept);
  await axe(page);
  await page.keyboard.press("Escape");
  await expect(bar(page)).toHaveCount(0);
  expect(await context.cookies()).toEqual([]);
  await page.goto(asking());
  await button(page, "necessary").click();
  await saved(page);
});

test("a site without purposes shows nothing and lets nothing run", async ({ page, publish }) => {
  const heard = calls(page);
  await page.goto(publish());
  await expect.poll(() => heard.length).toBe(1);
  expect(await granted(page, "audience")).toBe(false);
  await expect(page.locator("#cc-main, #palabre-consent")).toHaveCount(0);
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
  await expect.poll(() => cookie(page)).toMatch(/&id=[\w-]{27}&until=\d+&version=\w{64}(;|$)/);
  expect(await cookie(page)).not.toContain("&key=");
});
