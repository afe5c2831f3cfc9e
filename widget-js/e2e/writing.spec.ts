import { entry, fields, fill, heading, send, sendButton, commentInput } from "./form.ts";
import { expect, SITE, test } from "./test.ts";

test("a submitted comment is acknowledged and shown to its author as pending, in place", async ({ page, publish }) => {
  const input = commentInput();
  await page.goto(publish());
  await send(page, input);
  await expect(page.getByText("Votre commentaire est en attente de modération.").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Voir votre commentaire" }).first()).toBeVisible();
  await expect(entry(page, input)).toContainText("en attente de modération");
  await expect(heading(page, 0)).toBeVisible();
  await expect(fields.text(page)).toHaveValue("");
});

test("L49 a pending comment is shown after a reload, to its author alone", async ({ page, otherReader, publish }) => {
  const address = publish();
  const input = commentInput();
  await page.goto(address);
  await send(page, input);
  await page.reload();
  await expect(entry(page, input)).toContainText("en attente de modération");
  await expect(heading(page, 0)).toBeVisible();
  await otherReader.goto(address);
  await expect(heading(otherReader, 0)).toBeVisible();
  await expect(otherReader.getByText(input.text)).toHaveCount(0);
});

test("the receipt can be removed from the device", async ({ page, publish }) => {
  const input = commentInput();
  await page.goto(publish());
  await send(page, input);
  await page.getByRole("button", { name: "Oublier sur cet appareil" }).click();
  await expect(entry(page, input)).toHaveCount(0);
  await page.reload();
  await expect(heading(page, 0)).toBeVisible();
  await expect(page.getByText(input.text)).toHaveCount(0);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test("«Voir votre commentaire» leads to a status page that works on another device", async ({
  page,
  otherReader,
  publish,
}) => {
  const input = commentInput({ text: `Lisez https://example.org/piege (${Date.now()})` });
  await page.goto(publish());
  await send(page, input);
  const link = await page.getByRole("link", { name: "Voir votre commentaire" }).first().getAttribute("href");
  const answer = await otherReader.goto(link!);
  expect(answer!.headers()).toMatchObject({
    "cache-control": expect.stringContaining("no-store"),
    "referrer-policy": "no-referrer",
    "x-robots-tag": expect.stringContaining("noindex"),
  });
  await expect(otherReader.getByText("en attente de modération").first()).toBeVisible();
  await expect(otherReader.getByText(input.text)).toBeVisible();
  await expect(otherReader.getByRole("link", { name: /example\.org/ })).toHaveCount(0);
});

test("missing fields are reported beside the fields and in a summary that takes focus", async ({ page, publish }) => {
  await page.goto(publish());
  await sendButton(page).click();
  const summary = page.getByRole("alert").filter({ hasText: "Votre commentaire n’est pas parti" });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("link")).toHaveCount(4);
  for (const field of Object.values(fields)) await expect(field(page)).toHaveAttribute("aria-invalid", "true");
  await expect(fields.email(page)).toHaveAccessibleDescription(/Indiquez votre adresse/);
  await summary.getByRole("link", { name: "Indiquez votre nom." }).click();
  await expect(fields.lastName(page)).toBeFocused();
  await fields.lastName(page).fill("Diop");
  await expect(fields.lastName(page)).not.toHaveAttribute("aria-invalid", "true");
});

test("an error of the server is shown beside its field, in the language of the page", async ({ page, publish }) => {
  await page.goto(publish());
  await fill(page, commentInput({ email: "awa@localhost" }));
  await sendButton(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "Votre commentaire n’est pas parti" })).toBeFocused();
  await expect(fields.email(page)).toHaveAttribute("aria-invalid", "true");
  await expect(fields.email(page)).toHaveAccessibleDescription(/adresse/);
});

test("L48 a draft survives a reload and is deleted when it is sent", async ({ page, publish }) => {
  const input = commentInput();
  await page.goto(publish());
  await fill(page, input);
  await page.reload();
  await expect(fields.text(page)).toHaveValue(input.text);
  await expect(fields.email(page)).toHaveValue(input.email);
  await sendButton(page).click();
  await expect(page.getByText("Votre commentaire a bien été pris en compte")).toBeVisible();
  await page.reload();
  await expect(fields.text(page)).toHaveValue("");
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("a text written offline is kept, and sent once on retry", async ({ page, context, publish, moderator }) => {
  const input = commentInput();
  await page.goto(publish());
  await fill(page, input);
  await context.setOffline(true);
  await sendButton(page).click();
  await expect(page.getByRole("alert")).toContainText("hors ligne");
  await expect(fields.text(page)).toHaveValue(input.text);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Réessayer" }).click();
  await expect(page.getByText("Votre commentaire a bien été pris en compte")).toBeVisible();
  expect(await moderator.all(SITE, input)).toHaveLength(1);
});

test("a lost response does not make a second comment", async ({ page, palabre, publish, moderator }) => {
  const input = commentInput();
  await page.goto(publish());
  await fill(page, input);
  const sending = `${palabre.url}/api/sites/*/comments`;
  await page.route(sending, async (route) => (await route.fetch(), route.abort()), { times: 1 });
  await sendButton(page).click();
  await page.getByRole("button", { name: "Réessayer" }).click();
  await expect(page.getByText("Votre commentaire a bien été pris en compte")).toBeVisible();
  expect(await moderator.all(SITE, input)).toHaveLength(1);
});

test("a double click makes one comment", async ({ page, publish, moderator }) => {
  const input = commentInput();
  await page.goto(publish());
  await fill(page, input);
  await sendButton(page).dblclick();
  await expect(page.getByText("Votre commentaire a bien été pris en compte")).toBeVisible();
  expect(await moderator.all(SITE, input)).toHaveLength(1);
});

test("L47 names are stored on the device only if the box is checked, and deleted when it is unchecked", async ({
  page,
  publish,
}) => {
  const input = commentInput();
  const remember = page.getByRole("checkbox", { name: "Se souvenir de moi sur cet appareil" });
  const kept = () => page.evaluate((name) => JSON.stringify({ ...localStorage }).includes(name), input.email);
  await page.goto(publish());
  await expect(remember).not.toBeChecked();
  await send(page, input);
  expect(await kept()).toBe(false);

  await fill(page, commentInput({ email: input.email }));
  await remember.check();
  expect(await kept()).toBe(true);
  await page.goto(publish());
  await expect(remember).toBeChecked();
  await expect(fields.email(page)).toHaveValue(input.email);
  await expect(fields.text(page)).toHaveValue("");
  await remember.uncheck();
  expect(await kept()).toBe(false);
});

test("L56 L57 the form states what will be public and how the data are used", async ({ page, palabre, publish }) => {
  await page.goto(publish());
  await expect(page.getByText("seront publiés avec votre commentaire")).toBeVisible();
  const notice = page.getByRole("link", { name: "Vos données et vos droits" });
  const address = await notice.getAttribute("href");
  expect(new URL(address!).origin).toBe(palabre.url);
  expect((await fetch(address!)).status).toBe(200);
  const form = page.getByRole("form");
  for (const told of [
    "intérêt légitime",
    "ne peut pas être publié",
    "dernier commentaire",
    "loi n° 78-17",
    "la CNIL",
  ]) {
    await expect(form.getByText(told)).toBeVisible();
  }
});

test("a comment keeps the version of the notice that was shown", async ({ page, publish }) => {
  await page.goto(publish());
  const version = await page.locator('input[name="notice"]').inputValue();
  expect(version).toMatch(/^[0-9a-f]{64}$/);
  await send(page, commentInput());
  await page.getByRole("link", { name: "Voir votre commentaire" }).first().click();
  await expect(page.locator(`a[href*="/notice/${version}"]`)).toBeVisible();
});

test("a conversation works by keyboard alone", async ({ page, publish }) => {
  const input = commentInput();
  await page.goto(publish());
  await expect(heading(page, 0)).toBeVisible();
  const typed: [keyof typeof fields, string][] = [
    ["text", input.text],
    ["lastName", input.lastName],
    ["firstName", input.firstName],
    ["email", input.email],
  ];
  for (const [name, value] of typed) {
    await page.keyboard.press("Tab");
    await expect(fields[name](page)).toBeFocused();
    await page.keyboard.type(value);
  }
  await page.keyboard.press("Tab");
  await expect(page.getByRole("checkbox", { name: "Se souvenir de moi" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("checkbox", { name: "Me prévenir" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Vos données et vos droits" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(sendButton(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "a bien été pris en compte" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Voir votre commentaire" }).first()).toBeFocused();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a plain form submits a comment and redirects to its status page", async ({
    page,
    palabre,
    publish,
    moderator,
  }) => {
    const input = commentInput();
    const path = publish();
    const body = `<form method="post" action="${palabre.url}/api/sites/${SITE}/comments">
      <input type="hidden" name="pageUrl" value="${path}">
      <label>Indiquer votre commentaire <textarea name="text"></textarea></label>
      <label>Indiquer votre nom <input name="lastName"></label>
      <label>Indiquer votre prénom <input name="firstName"></label>
      <label>Indiquer votre adresse <input name="email"></label>
      <button>Envoyer le commentaire</button></form>`;
    await page.goto(publish({ body }));
    await fill(page, input);
    await sendButton(page).click();
    await expect(page).toHaveURL(new RegExp(`^${palabre.url}/c/`));
    await expect(page.getByText("en attente de modération").first()).toBeVisible();
    await expect(page.getByText(input.text)).toBeVisible();
    expect(await moderator.all(SITE, input)).toHaveLength(1);
  });

  test("errors of a plain form are shown, and no typed text is lost", async ({ page, palabre, publish }) => {
    const body = `<form method="post" action="${palabre.url}/api/sites/${SITE}/comments">
      <input type="hidden" name="pageUrl" value="${publish()}">
      <label>Indiquer votre commentaire <textarea name="text"></textarea></label>
      <button>Envoyer le commentaire</button></form>`;
    await page.goto(publish({ body }));
    await fields.text(page).fill("Un texte auquel on tient.");
    await sendButton(page).click();
    await expect(page.getByText("Indiquez votre nom.").first()).toBeVisible();
    await expect(page.getByText("Un texte auquel on tient.")).toBeVisible();
  });
});
