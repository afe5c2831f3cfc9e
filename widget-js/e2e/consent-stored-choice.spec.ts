import { bar, button, calls, cookie, expect, granted, OPENER, ran, saved, status, test } from "./consent.ts";

const DAYS = 24 * 60 * 60 * 1000;

test("L26 L28 L30 a refusal is recorded and stored for 182 days, and nothing is asked again", async ({
  page,
  context,
  consentPage,
}) => {
  const requests = calls(page);
  const address = consentPage();
  await page.goto(address);
  await button(page, "necessary").click();
  await saved(page);
  const kept = (await context.cookies()).find(({ name }) => name === "palabre_consent")!;
  expect(kept).toMatchObject({ path: "/", sameSite: "Lax" });
  expect(Math.abs(kept.expires * 1000 - Date.now() - 182 * DAYS)).toBeLessThan(DAYS / 10);
  expect(requests.map((call) => call.method())).toEqual(["GET", "POST"]);
  expect(requests[1]!.postDataJSON()).toMatchObject({
    choices: { audience: false, media: false },
    source: "banner",
    layout: "desktop",
  });
  const recorded = (await context.cookies()).find(({ name }) => name === "palabre_consent");
  const known = page.waitForResponse(/known=\w{64}$/);
  await page.goto(address);
  expect((await known).headers()["cache-control"]).toBe("public, max-age=86400");
  expect(await granted(page, "audience")).toBe(false);
  expect(requests).toHaveLength(3);
  expect((await context.cookies()).find(({ name }) => name === "palabre_consent")).toEqual(recorded);
  expect(await ran(page)).toEqual([]);
  await expect(bar(page)).toHaveCount(0);
});

test("L28 a choice is valid after 179 days and asked again after 183, for grants and refusals", async ({
  page,
  consentPage,
  context,
}) => {
  for (const role of ["all", "necessary"]) {
    await context.clearCookies();
    const address = consentPage(OPENER);
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

test("L29 only changed purposes are asked again, and other answers are kept", async ({
  page,
  consentPage,
  palabre,
  site,
}) => {
  const address = consentPage();
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

test("a choice made offline is applied, with a message, and recorded once with the next page", async ({
  page,
  consentPage,
}) => {
  const address = consentPage();
  await page.goto(address);
  await expect(bar(page)).toBeVisible();
  await page.route("**/api/sites/*/consent*", (route) =>
    route.request().method() === "GET" ? route.fallback() : route.abort(),
  );
  await button(page, "all").click();
  await expect(status(page)).toContainText("il sera transmis");
  await expect.poll(() => ran(page)).toContain("player");
  expect(await cookie(page)).toContain("&key=");
  await page.unrouteAll();
  await page.goto(address);
  await expect.poll(() => cookie(page)).toMatch(/&id=[\w-]{27}&until=\d+&version=\w{64}(;|$)/);
  expect(await cookie(page)).not.toContain("&key=");
});
