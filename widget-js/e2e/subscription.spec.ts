import { axe } from "./axe.ts";
import { entry, fill, send, sendButton, commentInput } from "./form.ts";
import { linkIn } from "./mailbox.ts";
import { expect, SITE, test } from "./test.ts";

const BOX = "Me prévenir des nouveaux commentaires sur cette page";

test("a reader subscribes, confirms by mail, is notified of a comment, and unsubscribes with one click", async ({
  page,
  otherReader,
  publish,
  comment,
  mailbox,
  moderator,
}) => {
  const address = publish();
  const input = commentInput();
  await page.goto(address);
  await expect(page.getByLabel(BOX)).not.toBeChecked();
  await page.getByLabel(BOX).check();
  await axe(page);
  await send(page, input);
  await expect(page.getByLabel(BOX)).not.toBeChecked();

  const mailed = await linkIn(mailbox, input.email, "/follow/confirm/");
  for (const method of ["HEAD", "GET"]) expect((await fetch(mailed, { method })).status).toBe(200);
  await otherReader.goto(mailed);
  await expect(otherReader.getByRole("heading", { name: "Suivre les nouveaux commentaires" })).toBeVisible();
  await axe(otherReader);
  await otherReader.getByRole("button", { name: "À chaque nouveau commentaire" }).click();
  await expect(otherReader.getByText("Vous serez prévenu à chaque nouveau commentaire")).toBeVisible();
  await axe(otherReader);

  const own = await moderator.find(SITE, input);
  await moderator.publish(own);
  const others = commentInput({ firstName: "Fatou", lastName: "Sow" });
  await comment(address, others, "publish");
  const told = await mailbox.next(({ to, text }) => to.includes(input.email) && text.includes(others.text));
  expect(told.headers.get("subject")).toContain("Un nouveau commentaire");
  expect(told.headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  expect(told.html).not.toContain("<img");

  const stop = told.headers.get("list-unsubscribe")!.replace(/[<>\s]/g, "");
  await otherReader.goto(stop);
  await axe(otherReader);
  const body = "List-Unsubscribe=One-Click";
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  expect((await fetch(stop, { method: "POST", body, headers, redirect: "error" })).status).toBe(200);
  await otherReader.reload();
  await expect(otherReader.getByText("Vous ne suivez plus cette page.")).toBeVisible();
  await comment(address, commentInput(), "publish");
  await comment(publish(), commentInput(), "publish");
  expect(
    mailbox.to(input.email).filter(({ headers }) => headers.get("subject")?.includes("Un nouveau commentaire")),
  ).toHaveLength(1);
});

test("a comment without the checkbox subscribes to nothing", async ({ page, publish, mailbox }) => {
  const input = commentInput();
  await page.goto(publish());
  await page.getByLabel(BOX).check();
  await page.getByLabel(BOX).uncheck();
  await fill(page, input);
  await sendButton(page).click();
  await expect(entry(page, input)).toBeVisible();
  expect(mailbox.to(input.email)).toHaveLength(0);
});
