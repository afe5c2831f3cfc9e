import type { Page } from "@playwright/test";
import { entry, heading, someWords } from "./form.ts";
import { linkIn } from "./mailbox.ts";
import { expect, SITE, test } from "./test.ts";

/** Asks from a comment's page for the link by which something is done, as its author does. */
async function ask(page: Page, statusUrl: string, act: string): Promise<void> {
  await page.goto(statusUrl);
  await page.getByRole("link", { name: act }).click();
  await page.getByRole("button", { name: "Envoyer le lien" }).click();
  await expect(page.getByRole("heading", { name: "Regardez vos mails" })).toBeVisible();
}

test("an author corrects their name by a link from the mailbox, and readers see it", async ({ page, stranger, publish, comment, mailbox }) => {
  const address = publish();
  const words = someWords();
  const { statusUrl } = await comment(address, words, "publish");
  await ask(page, statusUrl, "Corriger le nom ou l’adresse");
  await page.goto(await linkIn(mailbox, words.email, "/rights/correct/"));
  await page.getByLabel("Nom *", { exact: true }).fill("Sarr");
  await page.getByRole("button", { name: "Corriger" }).click();
  await stranger.goto(address);
  await expect(heading(stranger, 0)).toBeVisible();
  await page.goto(statusUrl);
  await expect(page.getByText("attente de modération").first()).toBeVisible();
});

test("an author takes one comment along by a link from the mailbox, which works once", async ({ page, publish, comment, mailbox }) => {
  const words = someWords();
  const { statusUrl } = await comment(publish(), words, "publish");
  await ask(page, statusUrl, "Télécharger mes données");
  const mailed = await linkIn(mailbox, words.email, "/rights/download/");
  await page.goto(mailed);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /JSON/ }).click()]);
  expect(file.suggestedFilename()).toBe(`${SITE}-comments.json`);
  expect((await page.goto(mailed))!.status()).toBe(410);
});

test("an author stops the mails about a comment, and lets them come again", async ({ page, publish, comment }) => {
  const { statusUrl } = await comment(publish(), someWords());
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Ne plus recevoir de mail à son sujet" }).click();
  await page.getByRole("button", { name: "Ne plus m’écrire" }).click();
  await expect(page.getByText("Vous ne recevrez plus de mail au sujet de ce commentaire.")).toBeVisible();
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Recevoir de nouveau les mails" }).click();
  await page.getByRole("button", { name: "M’écrire de nouveau" }).click();
  await expect(page.getByText("Vous recevrez de nouveau les mails")).toBeVisible();
});

test("a link from the mailbox that is expired, tampered with, meant for something else or of another site does nothing", async ({ page, stranger, palabre, publish, comment, mailbox }) => {
  const address = publish();
  const words = someWords();
  const { statusUrl } = await comment(address, words, "publish");
  await ask(page, statusUrl, "Effacer définitivement");
  const mailed = await linkIn(mailbox, words.email, "/rights/erase/");
  const token = mailed.slice(mailed.lastIndexOf("/") + 1);
  const turned = mailed.replace("/rights/erase/", "/rights/download/");
  const elsewhere = `${palabre.url}/sites/${SITE}/mine/link/${token}`;
  const expired = mailed.replace(token, await palabre.expired(token));
  for (const bad of [expired, `${mailed.slice(0, -3)}AAA`, turned, elsewhere]) {
    expect((await page.goto(bad))!.status()).toBe(410);
    await expect(page.getByText("Ce lien ne sert plus")).toBeVisible();
  }
  await stranger.goto(address);
  await expect(entry(stranger, words)).toHaveCount(1);
  expect((await page.goto(mailed))!.status()).toBe(200);
});

test("a receipt of nobody's opens nothing, and says so", async ({ page, publish, comment }) => {
  const { statusUrl } = await comment(publish(), someWords());
  const receipt = statusUrl.slice(statusUrl.lastIndexOf("/") + 1);
  for (const foreign of [`${receipt.slice(0, -2)}AA`, "nonsense"]) {
    expect((await page.goto(statusUrl.replace(receipt, foreign)))!.status()).toBe(404);
  }
});
