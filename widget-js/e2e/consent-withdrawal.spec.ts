import { axe } from "./axe.ts";
import {
  bar,
  button,
  calls,
  cookie,
  enrich,
  expect,
  GATED,
  granted,
  inDetail,
  open,
  OPENER,
  ran,
  saved,
  test,
} from "./consent.ts";

const CLEAR = { audience: ["cookie:_ga*", "local:ga-*", "session:ga", "idb:heat*"], media: [] };
const signals = { audience: ["analytics_storage"], media: ["functionality_storage"] };

test("L34 a withdrawal deletes declared cookies, storage and databases, notifies the page and reloads it", async ({
  page,
  consentPage,
}) => {
  await enrich(page, { clear: CLEAR });
  const bye = '<script type="text/plain" data-category="!audience" src="/gated/bye.js"></script>';
  const address = consentPage(GATED + bye + OPENER);
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
    await new Promise(
      (done) => (indexedDB.open("heatmaps").onsuccess = (event) => done((event.target as any).result.close())),
    );
  });
  const byes = page.waitForRequest("**/gated/bye.js");
  await open(page);
  const reloaded = page.waitForEvent("load");
  await inDetail(page, "necessary").click();
  await byes;
  await reloaded;
  expect(await granted(page, "audience")).toBe(false);
  expect(await cookie(page)).toMatch(
    /^(kept=1; palabre_consent=yes=&no=audience\.media[^;]*|palabre_consent=[^;]*; kept=1)$/,
  );
  expect(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)])).toEqual([["mine"], []]);
  await expect.poll(() => page.evaluate(() => indexedDB.databases())).toEqual([]);
  expect(await ran(page)).toEqual([]);
});

test("L26 a refusal deletes earlier entries too, without a reload", async ({ page, context, consentPage }) => {
  const address = consentPage();
  const loads: string[] = [];
  page.on("load", () => loads.push(page.url()));
  await context.addCookies([{ name: "_ga", value: "1", url: address }]);
  await page.goto(address);
  await button(page, "necessary").click();
  await saved(page);
  await expect.poll(() => cookie(page)).toMatch(/^palabre_consent=[^;]*$/);
  expect(loads).toHaveLength(1);
  for (let visit = 0; visit < 3; visit++) {
    await page.goto(consentPage());
    expect(await granted(page, "audience")).toBe(false);
    expect(await ran(page)).toEqual([]);
  }
});

test("Consent Mode is set to denied before anything runs, then updated with the grants, once per page", async ({
  page,
  consentPage,
}) => {
  await enrich(page, { signals });
  const address = consentPage();
  const said = () =>
    page.evaluate(() =>
      ((window as any).dataLayer || []).map((each: any) => [Object.prototype.toString.call(each), ...each]),
    );
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

test("a site without Consent Mode gets no dataLayer", async ({ page, consentPage }) => {
  const address = consentPage();
  await page.goto(address);
  await button(page, "all").click();
  await expect.poll(() => ran(page)).toHaveLength(3);
  expect(await page.evaluate(() => "dataLayer" in window)).toBe(false);
});

test("the tracker report lists undeclared names only, and is never sent without a share", async ({
  page,
  consentPage,
  palabre,
}) => {
  await page.clock.install();
  await enrich(page, { clear: CLEAR, leaks: 1 });
  await page.route("**/consent/leaks", (route) =>
    route.fulfill({
      status: 204,
      headers: { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" },
    }),
  );
  await page.addInitScript(() => {
    document.cookie = "_ga=1; path=/";
    document.cookie = "spy=secret; path=/";
    localStorage.setItem("spied", "secret");
    localStorage.setItem("palabre:author:x", "{}");
    sessionStorage.setItem("ga", "1");
  });
  await page.goto(consentPage());
  await expect(bar(page)).toBeVisible();
  const reported = page.waitForRequest(
    (request) => request.url().endsWith("/consent/leaks") && request.method() === "POST",
  );
  await page.clock.fastForward(6_000);
  expect((await reported).postDataJSON()).toMatchObject({
    phase: "before",
    cookies: ["spy"],
    keys: ["local:spied"],
    hosts: [],
  });
  expect((await reported).postData()).not.toContain("secret");
  expect((await reported).url()).toContain(palabre.url);
});

test("L31 the cookie table is shown where the page has its element", async ({ page, consentPage }) => {
  const table = [
    "table",
    ["caption", "Cookies"],
    ["thead", ["tr", ["th", { scope: "col" }, "Nom"]]],
    ["tbody", ["tr", ["td", "_ga"]]],
  ];
  await page.route(/layer=table/, (route) =>
    route.fulfill({ json: { version: "x", nodes: [table] }, headers: { "Access-Control-Allow-Origin": "*" } }),
  );
  const requests = calls(page);
  await page.goto(consentPage("<palabre-cookie-table></palabre-cookie-table>"));
  await expect(page.getByRole("table", { name: "Cookies" }).getByRole("cell", { name: "_ga" })).toBeVisible();
  await page.evaluate(() => document.querySelector("main")!.append(document.createElement("palabre-cookie-table")));
  await expect(page.getByRole("table")).toHaveCount(2);
  expect(requests.filter((call) => call.url().includes("layer=table"))).toHaveLength(2);
  await axe(page);
});
