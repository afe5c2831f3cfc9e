import { axe } from "./axe.ts";
import { commentInput } from "./form.ts";
import { linkIn } from "./mailbox.ts";
import { expect, SITE, test } from "./test.ts";

test("a data request is answered by a moderator in the console and mailed, without JavaScript", async ({
  browser,
  publish,
  comment,
  mailbox,
  palabre,
  moderator,
}) => {
  const input = commentInput();
  await comment(publish(), input);
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "fr-FR" });
  const page = await context.newPage();
  await page.goto(`${palabre.url}/sites/${SITE}/mine`);
  await page.getByLabel("Adresse e-mail").fill(input.email);
  await page.getByRole("button", { name: "Recevoir le lien" }).click();
  await page.goto(await linkIn(mailbox, input.email, "/mine/link/"));
  await page.getByRole("button", { name: "Ouvrir mes commentaires" }).click();

  await page.getByRole("link", { name: "Faire une demande au responsable du site" }).click();
  await page.getByLabel("Contester une décision prise sur un commentaire").check();
  const request = `Pourquoi ce commentaire attend-il ? ${input.text}`;
  await page.getByLabel("Votre demande").fill(request);
  await page.getByRole("button", { name: "Envoyer la demande" }).click();
  await expect(page.getByRole("status")).toHaveText(/^Votre demande est enregistrée ; réponse au plus tard le .+\.$/);
  await expect(page.getByText(request)).toBeVisible();

  const desk = await (await browser.newContext({ javaScriptEnabled: false, locale: "fr-FR" })).newPage();
  await desk.goto(`${palabre.url}/moderation/requests`);
  await desk.getByLabel(/mail/i).fill(moderator.email);
  await desk.getByLabel(/mot de passe/i).fill(moderator.password);
  await desk.getByRole("button", { name: "Se connecter" }).click();
  await desk
    .getByRole("navigation", { name: "Console" })
    .getByRole("link", { name: /^Demandes \d+$/ })
    .click();
  const row = desk.getByRole("article").filter({ hasText: request });
  await expect(row.getByText(/réponse due le/)).toBeVisible();
  await row.getByLabel("Votre réponse").fill("La modération le lit demain.");
  await row.getByRole("button", { name: "Répondre" }).click();
  await expect(desk.getByRole("status")).toHaveText("La réponse est enregistrée et envoyée.");
  await expect(desk.getByRole("article").filter({ hasText: request })).toHaveCount(0);

  await mailbox.next(({ to, text }) => to.includes(input.email) && text.includes("La modération le lit demain."));
  await page.reload();
  await expect(page.getByText("La modération le lit demain.")).toBeVisible();
  await context.close();
  await desk.context().close();
});

test("axe finds nothing on the form and the console pages of data requests", async ({
  page,
  otherReader,
  publish,
  comment,
  mailbox,
  palabre,
  moderator,
}) => {
  const input = commentInput();
  await comment(publish(), input);
  await page.goto(`${palabre.url}/sites/${SITE}/mine`);
  await page.getByLabel("Adresse e-mail").fill(input.email);
  await page.getByRole("button", { name: "Recevoir le lien" }).click();
  await page.goto(await linkIn(mailbox, input.email, "/mine/link/"));
  await page.getByRole("button", { name: "Ouvrir mes commentaires" }).click();
  for (const text of [
    "Une première demande.",
    "Une autre,\n\nsur plusieurs lignes, et assez longue pour que l’on voie comment elle se replie sur un petit écran.",
  ]) {
    await page.getByRole("link", { name: "Faire une demande au responsable du site" }).click();
    await axe(page);
    await page.getByLabel("Autre chose").check();
    await page.getByLabel("Votre demande").fill(text);
    await page.getByRole("button", { name: "Envoyer la demande" }).click();
  }
  await axe(page);
  await page.getByRole("link", { name: "Faire une demande au responsable du site" }).click();
  await page.getByLabel("Autre chose").check();
  await page.getByLabel("Votre demande").fill("   ");
  await page.getByRole("button", { name: "Envoyer la demande" }).click();
  await expect(page.getByText("Écrivez votre demande.").first()).toBeVisible();
  await axe(page);

  await otherReader.goto(`${palabre.url}/moderation/sign-in`);
  await otherReader.getByLabel(/mail/i).fill(moderator.email);
  await otherReader.getByLabel(/mot de passe/i).fill(moderator.password);
  await otherReader.getByRole("button", { name: "Se connecter" }).click();
  await otherReader.goto(`${palabre.url}/moderation/requests`);
  const row = otherReader.getByRole("article").first();
  await row.getByLabel("Votre réponse").fill("C’est fait.");
  await row.getByRole("button", { name: "Répondre" }).click();
  const next = otherReader.getByRole("article").first();
  await next.getByLabel("Votre réponse").fill("  ");
  await next.getByRole("button", { name: "Répondre" }).click();
  await expect(otherReader.getByText("Écrivez votre réponse.").first()).toBeVisible();
  await axe(otherReader);
});
