import { readFileSync } from "node:fs";
import { axe } from "./axe.ts";
import { entry, heading, send, commentInput } from "./form.ts";
import { expect, SITE, test } from "./test.ts";

test("the author gets a mail with the receipt link when the comment is published", async ({
  page,
  otherReader,
  publish,
  moderator,
  mailbox,
}) => {
  const address = publish({ title: "Le peintre des bus" });
  const input = commentInput();
  await page.goto(address);
  await send(page, input);
  await moderator.publish(await moderator.find(SITE, input));
  const mail = await mailbox.next(({ to }) => to.includes(input.email));
  expect(mail.headers.get("subject")).toContain("en ligne");
  const link = mail.text.match(/http:\S+\/c\/\S+/)?.[0];
  expect(link).toBeTruthy();
  expect(mail.html).toContain(link!);
  await otherReader.goto(link!);
  await expect(otherReader.getByText("en ligne").first()).toBeVisible();
  await page.reload();
  await expect(heading(page, 1)).toBeVisible();
  await expect(entry(page, input)).toHaveCount(1);
});

test("a rejection is mailed to the author alone, with its reason", async ({
  page,
  otherReader,
  publish,
  moderator,
  mailbox,
}) => {
  const address = publish();
  const input = commentInput();
  const reason = "Merci de ne pas nommer les voisins.";
  await page.goto(address);
  await send(page, input);
  await moderator.reject(await moderator.find(SITE, input), reason);
  const mail = await mailbox.next(({ to }) => to.includes(input.email));
  expect(mail.text).toContain(reason);
  await page.goto(mail.text.match(/http:\S+\/c\/\S+/)![0]);
  await expect(page.getByRole("region", { name: "La raison" })).toContainText(reason);
  await expect(page.getByRole("listitem").filter({ hasText: reason })).toHaveCount(1);
  await otherReader.goto(address);
  await expect(heading(otherReader, 0)).toBeVisible();
  await expect(otherReader.getByText(input.text)).toHaveCount(0);
});

test("the moderators are notified of a pending comment", async ({ page, publish, moderator, mailbox }) => {
  await page.goto(publish());
  await send(page, commentInput());
  const mail = await mailbox.next(({ to }) => to.includes(moderator.email));
  expect(mail.text).toContain("/moderation");
});

test("a moderator signs in, reads and publishes without JavaScript", async ({
  browser,
  page,
  publish,
  palabre,
  moderator,
}) => {
  const input = commentInput();
  await page.goto(publish());
  await send(page, input);
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "fr-FR" });
  const desk = await context.newPage();
  await desk.goto(`${palabre.url}/moderation`);
  await desk.getByLabel(/adresse/i).fill(moderator.email);
  await desk.getByLabel(/mot de passe/i).fill(moderator.password);
  await desk.keyboard.press("Enter");
  await desk.getByRole("searchbox").fill(input.text);
  await desk.keyboard.press("Enter");
  await desk.getByRole("link", { name: input.text }).click();
  await expect(desk.getByRole("article")).toContainText(input.text);
  await desk.getByRole("article").getByRole("button", { name: "Publier" }).focus();
  await desk.keyboard.press("Enter");
  await expect(desk.getByRole("status")).toBeVisible();
  await context.close();
  await page.reload();
  await expect(heading(page, 1)).toBeVisible();
});

test("an owner exports the site and reads its record of processing", async ({
  browser,
  palabre,
  publish,
  moderator,
  comment,
}) => {
  const input = commentInput();
  await comment(publish(), input);
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
  const lines = readFileSync(await download.path(), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ type }) => type)).toEqual(expect.arrayContaining(["header", "comment", "end"]));
  expect(lines).toContainEqual(expect.objectContaining({ type: "comment", text: input.text }));
  await desk.getByRole("link", { name: "Ouvrir le registre" }).click();
  await expect(desk.getByRole("table", { name: "Durées de conservation : Modération" })).toBeVisible();
  await expect(desk.getByText("À compléter").first()).toBeVisible();
  await axe(desk);
  expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await context.close();
});
