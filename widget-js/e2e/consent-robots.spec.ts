import { readFileSync } from "node:fs";
import { bar, button, calls, cookie, expect, granted, ran, saved, test } from "./consent.ts";
import { consentOMatic } from "./consent-o-matic.ts";
import { runAutoconsent } from "./autoconsent.ts";

const RULE = JSON.parse(readFileSync(new URL("../../docs/consent-o-matic.json", import.meta.url), "utf8"));

for (const [action, pattern] of [
  ["optOut", /yes=&no=audience\.media/],
  ["optIn", /yes=audience\.media&no=/],
] as const) {
  test(`autoconsent operates the bar and confirms it: ${action}`, async ({ page, consentPage }) => {
    const requests = await runAutoconsent(page, consentPage(), action);
    expect(requests.find(({ type }) => type === `${action}Result`)).toMatchObject({
      result: true,
      cmp: "cookieconsent3",
    });
    expect(requests.find(({ type }) => type === "selfTestResult")).toMatchObject({ result: true });
    await expect(bar(page)).toHaveCount(0);
    await expect.poll(() => cookie(page)).toMatch(pattern);
  });
}

for (const [wishes, pattern] of [
  [{}, /yes=&no=audience\.media/],
  [{ B: true }, /yes=audience&no=media/],
  [{ E: true, F: true }, /yes=media&no=audience/],
] as const) {
  test(`the rule for Consent-O-Matic answers each purpose: ${JSON.stringify(wishes)}`, async ({
    page,
    consentPage,
  }) => {
    const requests = calls(page);
    await page.goto(consentPage());
    await expect(bar(page)).toBeVisible();
    await page.evaluate(consentOMatic, { rule: RULE.palabre, wishes });
    await saved(page);
    await expect.poll(() => cookie(page)).toMatch(pattern);
    expect(requests.at(-1)!.postDataJSON()).toMatchObject({ source: "dialog" });
  });
}

test("a refusal cookie written by the browser is respected, and nothing is asked or sent", async ({
  page,
  context,
  consentPage,
}) => {
  const requests = calls(page);
  const address = consentPage();
  await context.addCookies([{ name: "palabre_consent", value: "no=audience.media", url: address }]);
  await page.goto(address);
  await expect.poll(() => page.evaluate(() => !!(window as any).palabre)).toBe(true);
  expect(await granted(page, "audience")).toBe(false);
  await expect(bar(page)).toHaveCount(0);
  expect(await ran(page)).toEqual([]);
  expect(requests).toEqual([]);
});

test("a click by a program counts, and the banner is shown to automated browsers", async ({ page, consentPage }) => {
  await page.goto(consentPage());
  expect(await page.evaluate(() => navigator.webdriver)).toBe(true);
  await button(page, "necessary").evaluate((element: HTMLElement) => element.click());
  await saved(page);
});
