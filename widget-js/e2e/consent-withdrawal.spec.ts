import { axe } from "./axe.ts";
import { bar, button, calls, cookie, enrich, expect, GATED, granted, inDetail, open, OPENER, ran, saved, test } from "./consent.ts";

const CLEAR = { audience: ["cookie:_ga*", "local:ga-*", "session:ga", "idb:heat*"], media: [] };
const signals = { audience: ["analytics_storage"], media: ["functionality_storage"] };

test("L34 a withdrawal removes cookies, storage and databases that are declared, tells the page and leaves it", async ({ page, asking }) => {
  await enrich(page, { clear: CLEAR });
  const bye = '<script type="text/plain" data-category="!audience" src="/gated/bye.js"></script>';
  const address = asking(GATED + bye + OPENER);
  await page.goto(address);
  await button(page, "all").click();
  await saved(page);
  await expect.poll(() => ran(page)).toEqual(["first", "second", "player"]);
  await page.evaluate(async () => {
    document.cookie = `_ga_1=1; path=${location.pathname}`;
    document.cookie = "kept=1; path=/";
    localStorage.setItem("ga-1", "x");
    localStorage.setItem("mine", "x");
    sessionStorage.setItem("ga", "x");
    await new Promise((done) => (indexedDB.open("heatmaps").onsuccess = (event) => done((event.target as any).result.close())));
  });
  const byes = page.waitForRequest("**/gated/bye.js");
  await open(page);
  const reloaded = page.waitForEvent("load");
  await inDetail(page, "necessary").click();
  await byes;
  await reloaded;
  expect(await granted(page, "audience")).toBe(false);
  expect(await cookie(page)).toMatch(/^(kept=1; palabre_consent=yes=&no=audience\.media[^;]*|palabre_consent=[^;]*; kept=1)$/);
  expect(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)])).toEqual([["mine"], []]);
  await expect.poll(() => page.evaluate(() => indexedDB.databases())).toEqual([]);
  expect(await ran(page)).toEqual([]);
});

test("L26 what lay there before is removed by a refusal too, without a reload", async ({ page, context, asking }) => {
  const address = asking();
  const loads: string[] = [];
  page.on("load", () => loads.push(page.url()));
  await context.addCookies([{ name: "_ga", value: "1", url: address }]);
  await page.goto(address);
  await button(page, "necessary").click();
  await saved(page);
  await expect.poll(() => cookie(page)).toMatch(/^palabre_consent=[^;]*$/);
  expect(loads).toHaveLength(1);
  for (let visit = 0; visit < 3; visit++) {
    await page.goto(asking());
    expect(await granted(page, "audience")).toBe(false);
    expect(await ran(page)).toEqual([]);
  }
});

test("Consent Mode hears that all is denied before anything runs, then what is granted, once for each page", async ({ page, asking }) => {
  await enrich(page, { signals });
  const address = asking();
  const said = () => page.evaluate(() => ((window as any).dataLayer || []).map((each: any) => [Object.prototype.toString.call(each), ...each]));
  const denied = {
    ad_storage: "denied",
    ad_user_data: "denied",
    ad_personalization: "denied",
    analytics_storage: "denied",
    functionality_storage: "denied",
    personalization_storage: "denied",
  };
  const first = [
    ["[object Arguments]", "consent", "default", { ...denied, security_storage: "granted", wait_for_update: 500 }],
    ["[object Arguments]", "set", "ads_data_redaction", true],
  ];
  await page.goto(address);
  await expect.poll(said).toEqual(first);
  await button(page, "show").click();
  await page.locator(".section__toggle[value=audience]").check();
  await inDetail(page, "save").click();
  await expect.poll(() => ran(page)).toEqual(["first", "second"]);
  const update = ["[object Arguments]", "consent", "update", { ...denied, analytics_storage: "granted" }];
  expect(await said()).toEqual([...first, update]);
  await page.goto(address);
  await expect.poll(() => ran(page)).toEqual(["first", "second"]);
  expect(await said()).toEqual([...first, update]);
});

test("a site without Consent Mode gets no dataLayer", async ({ page, asking }) => {
  const address = asking();
  await page.goto(address);
  await button(page, "all").click();
  await expect.poll(() => ran(page)).toHaveLength(3);
  expect(await page.evaluate(() => "dataLayer" in window)).toBe(false);
});

test("the leak report names what nobody declared, and nothing else; without a share it is never sent", async ({ page, asking, palabre }) => {
  await page.clock.install();
  await enrich(page, { clear: CLEAR, leaks: 1 });
  await page.route("**/consent/leaks", (route) =>
    route.fulfill({ status: 204, headers: { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" } }),
  );
  await page.addInitScript(() => {
    document.cookie = "_ga=1; path=/";
    document.cookie = "spy=secret; path=/";
    localStorage.setItem("spied", "secret");
    localStorage.setItem("palabre:author:x", "{}");
    sessionStorage.setItem("ga", "1");
  });
  await page.goto(asking());
  await expect(bar(page)).toBeVisible();
  const reported = page.waitForRequest((request) => request.url().endsWith("/consent/leaks") && request.method() === "POST");
  await page.clock.fastForward(6_000);
  expect((await reported).postDataJSON()).toMatchObject({ phase: "before", cookies: ["spy"], keys: ["local:spied"], hosts: [] });
  expect((await reported).postData()).not.toContain("secret");
  expect((await reported).url()).toContain(palabre.url);
});

test("L31 a table of cookies stands where the page wants it", async ({ page, asking }) => {
  const table = ["table", ["caption", "Cookies"], ["thead", ["tr", ["th", { scope: "col" }, "Nom"]]], ["tbody", ["tr", ["td", "_ga"]]]];
  await page.route(/layer=table/, (route) =>
    route.fulfill({ json: { version: "x", nodes: [table] }, headers: { "Access-Control-Allow-Origin": "*" } }),
  );
  const heard = calls(page);
  await page.goto(asking("<palabre-cookie-table></palabre-cookie-table>"));
  await expect(page.getByRole("table", { name: "Cookies" }).getByRole("cell", { name: "_ga" })).toBeVisible();
  await page.evaluate(() => document.querySelector("main")!.append(document.createElement("palabre-cookie-table")));
  await expect(page.getByRole("table")).toHaveCount(2);
  expect(heard.filter((call) => call.url().includes("layer=table"))).toHaveLength(2);
  await axe(page);
});
