import { axe } from "./axe.ts";
import { entry, fill, send, sendButton, someWords } from "./form.ts";
import { linkIn } from "./mailbox.ts";
import { expect, SITE, test } from "./test.ts";

const BOX = "Me prévenir des nouveaux commentaires sur cette page";

test("a reader ticks the box, confirms from the mailbox, is told of a comment, and ends it by one click", async ({ page, stranger, publish, comment, mailbox, moderator }) => {
  const address = publish();
  const words = someWords();
  await page.goto(address);
  await expect(page.getByLabel(BOX)).not.toBeChecked();
  await page.getByLabel(BOX).check();
  await axe(page);
  await send(page, words);
  await expect(page.getByLabel(BOX)).not.toBeChecked();

  const mailed = await linkIn(mailbox, words.email, "/follow/confirm/");
  for (const method of ["HEAD", "GET"]) expect((await fetch(mailed, { method })).status).toBe(200);
  await stranger.goto(mailed);
  await expect(stranger.getByRole("heading", { name: "Suivre les nouveaux commentaires" })).toBeVisible();
  await axe(stranger);
  await stranger.getByRole("button", { name: "À chaque nouveau commentaire" }).click();
  await expect(stranger.getByText("Vous serez prévenu à chaque nouveau commentaire")).toBeVisible();
  await axe(stranger);

  const own = await moderator.find(SITE, words);
  await moderator.publish(own);
  const others = someWords({ firstName: "Fatou", lastName: "Sow" });
  await comment(address, others, "publish");
  const told = await mailbox.next(({ to, text }) => to.includes(words.email) && text.includes(others.text));
  expect(told.headers.get("subject")).toContain("Un nouveau commentaire");
  expect(told.headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  expect(told.html).not.toContain("<img");

  const stop = told.headers.get("list-unsubscribe")!.replace(/[<>\s]/g, "");
  await stranger.goto(stop);
  await axe(stranger);
  const body = "List-Unsubscribe=One-Click";
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  expect((await fetch(stop, { method: "POST", body, headers, redirect: "error" })).status).toBe(200);
  await stranger.reload();
  await expect(stranger.getByText("Vous ne suivez plus cette page.")).toBeVisible();
  await comment(address, someWords(), "publish");
  await comment(publish(), someWords(), "publish");
  expect(mailbox.to(words.email).filter(({ headers }) => headers.get("subject")?.includes("Un nouveau commentaire"))).toHaveLength(1);
});

test("the box survives nothing: a comment without it asks for no mail", async ({ page, publish, mailbox }) => {
  const words = someWords();
  await page.goto(publish());
  await page.getByLabel(BOX).check();
  await page.getByLabel(BOX).uncheck();
  await fill(page, words);
  await sendButton(page).click();
  await expect(entry(page, words)).toBeVisible();
  expect(mailbox.to(words.email)).toHaveLength(0);
});
