import { bar, button, detail, enrich, expect, GATED, OPENER, ran, saved, test } from "./consent.ts";

const SIGNALS = { audience: ["analytics_storage"], media: ["functionality_storage"] };

test("a main file of another build loads the parts that the server has", async ({ page, consentPage }) => {
  const requested: string[] = [];
  page.on("request", (request) => requested.push(new URL(request.url()).pathname));
  await page.route("**/palabre.js", async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    return route.fulfill({ response, body: text.replace(/\.[0-9a-f]{8}\.js/, ".00000000.js") });
  });
  await page.goto(consentPage());
  await button(page, "show").click();
  await expect(detail(page)).toBeVisible();
  expect(requested).toContain("/consent-detail.00000000.js");
});

test("granted scripts run although no part can be loaded, with Consent Mode too", async ({ page, consentPage }) => {
  await enrich(page, { signals: SIGNALS });
  await page.route("**/consent-*.js", (route) => route.fulfill({ status: 404 }));
  const address = consentPage(GATED + OPENER);
  await page.goto(address);
  await button(page, "all").click();
  await saved(page);
  await expect.poll(() => ran(page)).toEqual(["first", "second", "player"]);
  await page.goto(address);
  await expect.poll(() => ran(page)).toEqual(["first", "second", "player"]);
  await expect(bar(page)).toHaveCount(0);
  const updates = await page.evaluate(() => (window as any).dataLayer.map((each: object) => Object.values(each)));
  expect(updates.at(-1)).toMatchObject(["consent", "update", { analytics_storage: "granted", ad_storage: "denied" }]);
});
