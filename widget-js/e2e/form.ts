import { randomUUID } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";

/** What somebody types. */
export interface Words {
  readonly text: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly email: string;
}

/** Words that no other test types. */
export function someWords(differently: Partial<Words> = {}): Words {
  const mark = randomUUID().slice(0, 8);
  const text = `La plage a bien changé, mais pas le carnet. (${mark})`;
  return { text, lastName: "Diop", firstName: "Awa", email: `awa.${mark}@example.org`, ...differently };
}

export const fields = {
  text: (page: Page) => page.getByLabel("Indiquer votre commentaire"),
  lastName: (page: Page) => page.getByLabel("Indiquer votre nom"),
  firstName: (page: Page) => page.getByLabel("Indiquer votre prénom"),
  email: (page: Page) => page.getByLabel("Indiquer votre adresse"),
};

export function sendButton(page: Page): Locator {
  return page.getByRole("button", { name: "Envoyer le commentaire" });
}

export async function fill(page: Page, words: Words): Promise<void> {
  await fields.text(page).fill(words.text);
  await fields.lastName(page).fill(words.lastName);
  await fields.firstName(page).fill(words.firstName);
  await fields.email(page).fill(words.email);
}

/** Fills the form, sends it, and waits until the author is told that it arrived. */
export async function send(page: Page, words: Words): Promise<void> {
  await fill(page, words);
  await sendButton(page).click();
  await expect(page.getByText("Votre commentaire a bien été pris en compte")).toBeVisible();
}

/** The entry of a comment in the list, by its text. */
export function entry(page: Page, words: Words): Locator {
  return page.getByRole("article").filter({ hasText: words.text });
}

export function heading(page: Page, count: number): Locator {
  return page.getByRole("heading", { name: `Commentaires (${count})`, exact: true });
}
