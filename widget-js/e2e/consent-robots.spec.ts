import { readFileSync } from "node:fs";
import { bar, button, calls, cookie, expect, granted, ran, saved, test } from "./consent.ts";
import { consentOMatic } from "./consent-o-matic.ts";
import { robot } from "./robot.ts";

const RULE = JSON.parse(readFileSync(new URL("../../docs/consent-o-matic.json", import.meta.url), "utf8"));

for (const [action, pattern] of [["optOut", /yes=&no=audience\.media/], ["optIn", /yes=audience\.media&no=/]] as const) {
  test(`a stock robot works the bar and sees that it did: ${action}`, async ({ page, asking }) => {
    const heard = await robot(page, asking(), action);
    expect(heard.find(({ type }) => type === `${action}Result`)).toMatchObject({ result: true, cmp: "cookieconsent3" });
    expect(heard.find(({ type }) => type === "selfTestResult")).toMatchObject({ result: true });
    await expect(bar(page)).toHaveCount(0);
    await expect.poll(() => cookie(page)).toMatch(pattern);
  });
}

for (const [wishes, pattern] of [
  [{}, /yes=&no=audience\.media/],
  [{ B: true }, /yes=audience&no=media/],
  [{ E: true, F: true }, /yes=media&no=audience/],
] as const) {
  test(`the rule for Consent-O-Matic answers each purpose: ${JSON.stringify(wishes)}`, async ({ page, asking }) => {
    const heard = calls(page);
    await page.goto(asking());
    await expect(bar(page)).toBeVisible();
    await page.evaluate(consentOMatic, { rule: RULE.palabre, wishes });
    await saved(page);
    await expect.poll(() => cookie(page)).toMatch(pattern);
    expect(heard.at(-1)!.postDataJSON()).toMatchObject({ source: "dialog" });
  });
}

test("a refusal that a browser wrote by hand holds, and nothing is asked or sent", async ({ page, context, asking }) => {
  const heard = calls(page);
  const address = asking();
  await context.addCookies([{ name: "palabre_consent", value: "no=audience.media", url: address }]);
  await page.goto(address);
  await expect.poll(() => page.evaluate(() => !!(window as any).palabre)).toBe(true);
  expect(await granted(page, "audience")).toBe(false);
  await expect(bar(page)).toHaveCount(0);
  expect(await ran(page)).toEqual([]);
  expect(heard).toEqual([]);
});

test("a click that a program makes counts, and nothing hides from one that drives the browser", async ({ page, asking }) => {
  await page.goto(asking());
  expect(await page.evaluate(() => navigator.webdriver)).toBe(true);
  await button(page, "necessary").evaluate((element: HTMLElement) => element.click());
  await saved(page);
});
