import { axe } from "./axe.ts";
import { heading, send, someWords } from "./form.ts";
import { linkIn } from "./mailbox.ts";
import { expect, SITE, test } from "./test.ts";

test("an author changes a waiting text from the status page, without JavaScript", async ({ browser, publish, comment }) => {
  const words = someWords();
  const { statusUrl } = await comment(publish(), words);
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "fr-FR" });
  const page = await context.newPage();
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Modifier le texte" }).click();
  await expect(page.getByLabel("Votre commentaire")).toHaveValue(words.text);
  await page.getByLabel("Votre commentaire").fill(`${words.text} Ajout.`);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("status").first()).toHaveText("Votre texte est enregistré.");
  await expect(page.getByText(`${words.text} Ajout.`)).toBeVisible();
  await context.close();
});

test("an author withdraws what is online, and every reader sees it gone", async ({ page, stranger, publish, comment }) => {
  const address = publish();
  const { statusUrl } = await comment(address, someWords(), "publish");
  await stranger.goto(address);
  await expect(heading(stranger, 1)).toBeVisible();
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Retirer le commentaire" }).click();
  await axe(page);
  await page.getByRole("button", { name: "Retirer" }).click();
  await expect(page.getByText("Votre commentaire est retiré.")).toBeVisible();
  await stranger.reload();
  await expect(heading(stranger, 0)).toBeVisible();
});

test("an author erases by a link from the mailbox, which works once and for nobody who only looks", async ({ page, stranger, publish, comment, mailbox }) => {
  const address = publish();
  const words = someWords();
  const { statusUrl } = await comment(address, words, "publish");
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Effacer définitivement" }).click();
  await expect(page.getByText("a••••@e•••.org")).toBeVisible();
  await expect(page.getByText(words.email)).toHaveCount(0);
  await page.getByRole("button", { name: "Envoyer le lien" }).click();
  await expect(page.getByRole("heading", { name: "Regardez vos mails" })).toBeVisible();
  const mailed = await linkIn(mailbox, words.email, "/rights/erase/");
  for (const method of ["HEAD", "GET"]) expect((await fetch(mailed, { method })).status).toBe(200);
  await stranger.goto(address);
  await expect(heading(stranger, 1)).toBeVisible();
  await page.goto(mailed);
  await axe(page);
  await page.getByRole("button", { name: "Effacer définitivement" }).click();
  await expect(page.getByText("Votre commentaire est effacé")).toBeVisible();
  await stranger.reload();
  await expect(heading(stranger, 0)).toBeVisible();
  expect((await page.goto(mailed))!.status()).toBe(410);
  expect((await page.goto(statusUrl))!.status()).toBe(404);
});

test("a link that was passed on dies when its author asks for a new one", async ({ page, stranger, publish, comment, mailbox }) => {
  const words = someWords();
  const { statusUrl } = await comment(publish(), words);
  await stranger.goto(statusUrl);
  await expect(stranger.getByText(words.text)).toBeVisible();
  await page.goto(statusUrl);
  await page.getByRole("link", { name: "Recevoir un nouveau lien de suivi" }).click();
  await page.getByRole("button", { name: "Envoyer un nouveau lien" }).click();
  const renewed = await linkIn(mailbox, words.email, "/c/");
  expect((await stranger.reload())!.status()).toBe(410);
  await expect(stranger.getByText(words.text)).toHaveCount(0);
  await expect(stranger.getByRole("button", { name: "M’envoyer le lien actuel" })).toBeVisible();
  await axe(stranger);
  await page.goto(renewed);
  await expect(page.getByText(words.text)).toBeVisible();
});

test("a form of another site acts for nobody", async ({ page, host, publish, comment }) => {
  const { statusUrl } = await comment(publish(), someWords());
  const form = `<!doctype html><title>x</title><form method="post" action="${statusUrl}/withdraw"><button>x</button></form>`;
  await page.goto(host.page("/trap", form, ""));
  const refused = page.waitForResponse(`${statusUrl}/withdraw`);
  await page.getByRole("button", { name: "x" }).click();
  expect((await refused).status()).toBe(403);
  await page.goto(statusUrl);
  await expect(page.getByText("en attente de modération").first()).toBeVisible();
});

test("everything under an address is found, taken along and erased, by one link from the mailbox", async ({ page, context, stranger, palabre, publish, comment, mailbox }) => {
  const words = someWords();
  const address = publish();
  await comment(address, words, "publish");
  await comment(address, { ...words, text: `${words.text} Encore.` });
  await page.goto(`${palabre.url}/sites/${SITE}/mine`);
  await axe(page);
  await page.getByLabel("Adresse e-mail").fill(words.email);
  await page.getByRole("button", { name: "Recevoir le lien" }).click();
  await expect(page.getByText("Si des commentaires se trouvent sous cette adresse")).toBeVisible();
  expect(await context.cookies(palabre.url)).toEqual([]);
  const mailed = await linkIn(mailbox, words.email, "/mine/link/");
  await page.goto(mailed);
  expect(await context.cookies(palabre.url)).toEqual([]);
  await page.getByRole("button", { name: "Ouvrir mes commentaires" }).click();
  await expect(page.getByRole("heading", { level: 2 })).toHaveCount(4);
  await axe(page);
  await stranger.goto(`${palabre.url}/sites/${SITE}/mine/all`);
  await expect(stranger.getByLabel("Adresse e-mail")).toBeVisible();
  expect((await stranger.goto(mailed))!.status()).toBe(410);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Télécharger (JSON)" }).click()]);
  expect(file.suggestedFilename()).toBe(`${SITE}-comments.json`);
  await page.getByRole("link", { name: "Tout effacer" }).click();
  await page.getByRole("button", { name: "Tout effacer définitivement" }).click();
  await expect(page.getByText("Tout ce qui se trouvait sous cette adresse est effacé.")).toBeVisible();
  await stranger.goto(address);
  await expect(heading(stranger, 0)).toBeVisible();
});

test("the author's own entry disappears from the page once it is withdrawn on another device", async ({ page, stranger, publish, moderator, mailbox }) => {
  const address = publish();
  const words = someWords();
  await page.goto(address);
  await send(page, words);
  await moderator.reject(await moderator.find(SITE, words), "Hors sujet.");
  await stranger.goto(await linkIn(mailbox, words.email, "/c/"));
  await stranger.getByRole("link", { name: "Retirer le commentaire" }).click();
  await stranger.getByRole("button", { name: "Retirer" }).click();
  await page.reload();
  await expect(heading(page, 0)).toBeVisible();
  await expect(page.getByText(words.text)).toHaveCount(0);
});
