import { axe } from "./axe.ts";
import { heading, send, commentInput } from "./form.ts";
import { linkIn } from "./mailbox.ts";
import { expect, SITE, test } from "./test.ts";

test("an author edits a pending text on the status page, without JavaScript", async ({ browser, publish, comment }) => {
  const input = commentInput();
  const { statusUrl } = await comment(publish(), input);
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "fr-FR" });
  const page = await context.newPage();
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Modifier le texte" }).click();
  await expect(page.getByLabel("Votre commentaire")).toHaveValue(input.text);
  await page.getByLabel("Votre commentaire").fill(`${input.text} Ajout.`);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("status").first()).toHaveText("Votre texte est enregistré.");
  await expect(page.getByText(`${input.text} Ajout.`)).toBeVisible();
  await context.close();
});

test("an author withdraws a published comment, which disappears for every reader", async ({
  page,
  otherReader,
  publish,
  comment,
}) => {
  const address = publish();
  const { statusUrl } = await comment(address, commentInput(), "publish");
  await otherReader.goto(address);
  await expect(heading(otherReader, 1)).toBeVisible();
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Retirer le commentaire" }).click();
  await axe(page);
  await page.getByRole("button", { name: "Retirer" }).click();
  await expect(page.getByText("Votre commentaire est retiré.")).toBeVisible();
  await otherReader.reload();
  await expect(heading(otherReader, 0)).toBeVisible();
});

test("an author erases a comment by a mailed link, which works once and only after confirmation", async ({
  page,
  otherReader,
  publish,
  comment,
  mailbox,
}) => {
  const address = publish();
  const input = commentInput();
  const { statusUrl } = await comment(address, input, "publish");
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Effacer définitivement" }).click();
  await expect(page.getByText("a••••@e•••.org")).toBeVisible();
  await expect(page.getByText(input.email)).toHaveCount(0);
  await page.getByRole("button", { name: "Envoyer le lien" }).click();
  await expect(page.getByRole("heading", { name: "Regardez vos mails" })).toBeVisible();
  const mailed = await linkIn(mailbox, input.email, "/rights/erase/");
  for (const method of ["HEAD", "GET"]) expect((await fetch(mailed, { method })).status).toBe(200);
  await otherReader.goto(address);
  await expect(heading(otherReader, 1)).toBeVisible();
  await page.goto(mailed);
  await axe(page);
  await page.getByRole("button", { name: "Effacer définitivement" }).click();
  await expect(page.getByText("Votre commentaire est effacé")).toBeVisible();
  await otherReader.reload();
  await expect(heading(otherReader, 0)).toBeVisible();
  expect((await page.goto(mailed))!.status()).toBe(410);
  expect((await page.goto(statusUrl))!.status()).toBe(404);
});

test("a forwarded receipt link is revoked when its author requests a new one", async ({
  page,
  otherReader,
  publish,
  comment,
  mailbox,
}) => {
  const input = commentInput();
  const { statusUrl } = await comment(publish(), input);
  await otherReader.goto(statusUrl);
  await expect(otherReader.getByText(input.text)).toBeVisible();
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Recevoir un nouveau lien de suivi" }).click();
  await page.getByRole("button", { name: "Envoyer un nouveau lien" }).click();
  const renewed = await linkIn(mailbox, input.email, "/c/");
  expect((await otherReader.reload())!.status()).toBe(410);
  await expect(otherReader.getByText(input.text)).toHaveCount(0);
  await expect(otherReader.getByRole("button", { name: "M’envoyer le lien actuel" })).toBeVisible();
  await axe(otherReader);
  await page.goto(renewed);
  await expect(page.getByText(input.text)).toBeVisible();
});

test("a form of another site is refused", async ({ page, host, publish, comment }) => {
  const { statusUrl } = await comment(publish(), commentInput());
  const form = `<!doctype html><title>x</title><form method="post" action="${statusUrl}/withdraw"><button>x</button></form>`;
  await page.goto(host.page("/trap", form, ""));
  const refused = page.waitForResponse(`${statusUrl}/withdraw`);
  await page.getByRole("button", { name: "x" }).click();
  expect((await refused).status()).toBe(403);
  await page.goto(statusUrl);
  await expect(page.getByText("en attente de modération").first()).toBeVisible();
});

test("all data of an address are shown, downloaded and erased by one mailed link", async ({
  page,
  context,
  otherReader,
  palabre,
  publish,
  comment,
  mailbox,
}) => {
  const input = commentInput();
  const address = publish();
  await comment(address, input, "publish");
  await comment(address, { ...input, text: `${input.text} Encore.` });
  await page.goto(`${palabre.url}/sites/${SITE}/mine`);
  await axe(page);
  await page.getByLabel("Adresse e-mail").fill(input.email);
  await page.getByRole("button", { name: "Recevoir le lien" }).click();
  await expect(page.getByText("Si des commentaires se trouvent sous cette adresse")).toBeVisible();
  expect(await context.cookies(palabre.url)).toEqual([]);
  const mailed = await linkIn(mailbox, input.email, "/mine/link/");
  await page.goto(mailed);
  expect(await context.cookies(palabre.url)).toEqual([]);
  await page.getByRole("button", { name: "Ouvrir mes commentaires" }).click();
  await expect(page.getByRole("heading", { level: 2 })).toHaveCount(4);
  await axe(page);
  await otherReader.goto(`${palabre.url}/sites/${SITE}/mine/all`);
  await expect(otherReader.getByLabel("Adresse e-mail")).toBeVisible();
  expect((await otherReader.goto(mailed))!.status()).toBe(410);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Télécharger (JSON)" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`${SITE}-comments.json`);
  await page.getByRole("link", { name: "Tout effacer" }).click();
  await page.getByRole("button", { name: "Tout effacer définitivement" }).click();
  await expect(page.getByText("Tout ce qui se trouvait sous cette adresse est effacé.")).toBeVisible();
  await otherReader.goto(address);
  await expect(heading(otherReader, 0)).toBeVisible();
});

test("the author's own comment disappears once it is withdrawn on another device", async ({
  page,
  otherReader,
  publish,
  moderator,
  mailbox,
}) => {
  const address = publish();
  const input = commentInput();
  await page.goto(address);
  await send(page, input);
  await moderator.reject(await moderator.find(SITE, input), "Hors sujet.");
  await otherReader.goto(await linkIn(mailbox, input.email, "/c/"));
  await otherReader.getByRole("link", { name: "Retirer le commentaire" }).click();
  await otherReader.getByRole("button", { name: "Retirer" }).click();
  await page.reload();
  await expect(heading(page, 0)).toBeVisible();
  await expect(page.getByText(input.text)).toHaveCount(0);
});
