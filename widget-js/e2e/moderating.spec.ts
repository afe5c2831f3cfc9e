import { readFileSync } from "node:fs";
import { axe } from "./axe.ts";
import { entry, heading, send, someWords } from "./form.ts";
import { expect, SITE, test } from "./test.ts";

test("the author is told by mail that the comment is online, with the receipt link", async ({ page, stranger, publish, moderator, mailbox }) => {
  const address = publish({ title: "Le peintre des bus" });
  const words = someWords();
  await page.goto(address);
  await send(page, words);
  await moderator.publish(await moderator.find(SITE, words));
  const mail = await mailbox.next(({ to }) => to.includes(words.email));
  expect(mail.headers.get("subject")).toContain("en ligne");
  const link = mail.text.match(/http:\S+\/c\/\S+/)?.[0];
  expect(link).toBeTruthy();
  expect(mail.html).toContain(link!);
  await stranger.goto(link!);
  await expect(stranger.getByText("en ligne").first()).toBeVisible();
  await page.reload();
  await expect(heading(page, 1)).toBeVisible();
  await expect(entry(page, words)).toHaveCount(1);
});

test("a refusal reaches the author with its reason, and nobody else", async ({ page, stranger, publish, moderator, mailbox }) => {
  const address = publish();
  const words = someWords();
  const reason = "Merci de ne pas nommer les voisins.";
  await page.goto(address);
  await send(page, words);
  await moderator.reject(await moderator.find(SITE, words), reason);
  const mail = await mailbox.next(({ to }) => to.includes(words.email));
  expect(mail.text).toContain(reason);
  await page.goto(mail.text.match(/http:\S+\/c\/\S+/)![0]);
  await expect(page.getByRole("region", { name: "La raison" })).toContainText(reason);
  await expect(page.getByRole("listitem").filter({ hasText: reason })).toHaveCount(1);
  await stranger.goto(address);
  await expect(heading(stranger, 0)).toBeVisible();
  await expect(stranger.getByText(words.text)).toHaveCount(0);
});

test("the moderators are told that something waits", async ({ page, publish, moderator, mailbox }) => {
  await page.goto(publish());
  await send(page, someWords());
  const mail = await mailbox.next(({ to }) => to.includes(moderator.email));
  expect(mail.text).toContain("/moderation");
});

test("a moderator signs in, reads and publishes, without JavaScript", async ({ browser, page, publish, palabre, moderator }) => {
  const words = someWords();
  await page.goto(publish());
  await send(page, words);
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "fr-FR" });
  const desk = await context.newPage();
  await desk.goto(`${palabre.url}/moderation`);
  await desk.getByLabel(/adresse/i).fill(moderator.email);
  await desk.getByLabel(/mot de passe/i).fill(moderator.password);
  await desk.keyboard.press("Enter");
  await desk.getByRole("searchbox").fill(words.text);
  await desk.keyboard.press("Enter");
  await desk.getByRole("link", { name: words.text }).click();
  await expect(desk.getByRole("article")).toContainText(words.text);
  await desk.getByRole("article").getByRole("button", { name: "Publier" }).focus();
  await desk.keyboard.press("Enter");
  await expect(desk.getByRole("status")).toBeVisible();
  await context.close();
  await page.reload();
  await expect(heading(page, 1)).toBeVisible();
});

test("an owner takes the site along and reads its record of processing", async ({ browser, palabre, publish, moderator, comment }) => {
  const words = someWords();
  await comment(publish(), words);
  const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 320, height: 800 } });
  const desk = await context.newPage();
  await desk.goto(`${palabre.url}/moderation`);
  await desk.getByLabel(/adresse/i).fill(moderator.email);
  await desk.getByLabel(/mot de passe/i).fill(moderator.password);
  await desk.keyboard.press("Enter");
  await desk.getByRole("link", { name: "Données", exact: true }).click();
  await axe(desk);
  const begun = desk.waitForEvent("download");
  await desk.getByRole("link", { name: "Télécharger l’export" }).click();
  const download = await begun;
  expect(download.suggestedFilename()).toMatch(/^palabre-.+\.jsonl$/);
  const lines = readFileSync(await download.path(), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  expect(lines.map(({ type }) => type)).toEqual(expect.arrayContaining(["header", "comment", "end"]));
  expect(lines).toContainEqual(expect.objectContaining({ type: "comment", text: words.text }));
  await desk.getByRole("link", { name: "Ouvrir le registre" }).click();
  await expect(desk.getByRole("table", { name: "Durées de conservation : Modération" })).toBeVisible();
  await expect(desk.getByText("À compléter").first()).toBeVisible();
  await axe(desk);
  expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await context.close();
});
