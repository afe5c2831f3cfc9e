import { axe } from "./axe.ts";
import { entry, heading, send, sendButton, commentInput } from "./form.ts";
import { expect, test } from "./test.ts";

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [320, 1280]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      test("axe finds nothing, whatever the thread shows", async ({ page, publish, comment }) => {
        const address = publish({ title: "Une phrase-à-rallonge qui ne doit jamais faire déborder la page" });
        await page.goto(address);
        await expect(heading(page, 0)).toBeVisible();
        await axe(page);
        await sendButton(page).click();
        await expect(page.getByRole("alert")).toBeVisible();
        await axe(page);
        await comment(
          address,
          commentInput({ firstName: "A".repeat(60), lastName: "É".repeat(60), text: "x".repeat(400) }),
          "publish",
        );
        await page.reload();
        const input = commentInput();
        await send(page, input);
        await expect(entry(page, input)).toBeVisible();
        await axe(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      });

      test("axe finds nothing on a status page, nor on the notice that it names", async ({
        page,
        publish,
        comment,
      }) => {
        const { statusUrl } = await comment(publish(), commentInput());
        await page.goto(statusUrl);
        await axe(page);
        await page
          .getByText(/Notice légale/)
          .getByRole("link")
          .click();
        await expect(page.getByRole("table", { name: "Durées de conservation" })).toBeVisible();
        await axe(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      });
    });
  }
}
