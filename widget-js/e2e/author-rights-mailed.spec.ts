import type { Page } from "@playwright/test";
import { entry, heading, commentInput } from "./form.ts";
import { linkIn } from "./mailbox.ts";
import { expect, SITE, test } from "./test.ts";

/** Requests the mailed link of an action on a comment's page, as its author does. */
async function ask(page: Page, statusUrl: string, act: string): Promise<void> {
  await page.goto(statusUrl);
  await page.getByRole("link", { name: act }).click();
  await page.getByRole("button", { name: "Envoyer le lien" }).click();
  await expect(page.getByRole("heading", { name: "Regardez vos mails" })).toBeVisible();
}

test("an author corrects their name by a mailed link, and readers see it", async ({
  page,
  otherReader,
  publish,
  comment,
  mailbox,
}) => {
  const address = publish();
  const input = commentInput();
  const { statusUrl } = await comment(address, input, "publish");
  await ask(page, statusUrl, "Corriger le nom ou l’adresse");
  await page.goto(await linkIn(mailbox, input.email, "/rights/correct/"));
  await page.getByLabel("Nom *", { exact: true }).fill("Sarr");
  await page.getByRole("button", { name: "Corriger" }).click();
  await otherReader.goto(address);
  await expect(heading(otherReader, 0)).toBeVisible();
  await page.goto(statusUrl);
  await expect(page.getByText("attente de modération").first()).toBeVisible();
});

test("an author downloads one comment by a mailed link, which works once", async ({
  page,
  publish,
  comment,
  mailbox,
}) => {
  const input = commentInput();
  const { statusUrl } = await comment(publish(), input, "publish");
  await ask(page, statusUrl, "Télécharger mes données");
  const mailed = await linkIn(mailbox, input.email, "/rights/download/");
  await page.goto(mailed);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /JSON/ }).click()]);
  expect(file.suggestedFilename()).toBe(`${SITE}-comments.json`);
  expect((await page.goto(mailed))!.status()).toBe(410);
});

test("an author stops the mails about a comment, and starts them again", async ({ page, publish, comment }) => {
  const { statusUrl } = await comment(publish(), commentInput());
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Ne plus recevoir de mail à son sujet" }).click();
  await page.getByRole("button", { name: "Ne plus m’écrire" }).click();
  await expect(page.getByText("Vous ne recevrez plus de mail au sujet de ce commentaire.")).toBeVisible();
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Recevoir de nouveau les mails" }).click();
  await page.getByRole("button", { name: "M’écrire de nouveau" }).click();
  await expect(page.getByText("Vous recevrez de nouveau les mails")).toBeVisible();
});

test("a mailed link that is expired, tampered with, for another action or of another site does nothing", async ({
  page,
  otherReader,
  palabre,
  publish,
  comment,
  mailbox,
}) => {
  const address = publish();
  const input = commentInput();
  const { statusUrl } = await comment(address, input, "publish");
  await ask(page, statusUrl, "Effacer définitivement");
  const mailed = await linkIn(mailbox, input.email, "/rights/erase/");
  const token = mailed.slice(mailed.lastIndexOf("/") + 1);
  const turned = mailed.replace("/rights/erase/", "/rights/download/");
  const elsewhere = `${palabre.url}/sites/${SITE}/mine/link/${token}`;
  const expired = mailed.replace(token, await palabre.expired(token));
  for (const bad of [expired, `${mailed.slice(0, -3)}AAA`, turned, elsewhere]) {
    expect((await page.goto(bad))!.status()).toBe(410);
    await expect(page.getByText("Ce lien ne sert plus")).toBeVisible();
  }
  await otherReader.goto(address);
  await expect(entry(otherReader, input)).toHaveCount(1);
  expect((await page.goto(mailed))!.status()).toBe(200);
});

test("an unknown receipt opens nothing, and shows an error", async ({ page, publish, comment }) => {
  const { statusUrl } = await comment(publish(), commentInput());
  const receipt = statusUrl.slice(statusUrl.lastIndexOf("/") + 1);
  for (const foreign of [`${receipt.slice(0, -2)}AA`, "nonsense"]) {
    expect((await page.goto(statusUrl.replace(receipt, foreign)))!.status()).toBe(404);
  }
});
