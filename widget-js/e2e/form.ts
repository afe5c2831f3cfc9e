import { randomUUID } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";

/** The values that a reader types into the form. */
export interface CommentInput {
  readonly text: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly email: string;
}

/** Values that no other test uses. */
export function commentInput(overrides: Partial<CommentInput> = {}): CommentInput {
  const mark = randomUUID().slice(0, 8);
  const text = `La plage a bien changé, mais pas le carnet. (${mark})`;
  return { text, lastName: "Diop", firstName: "Awa", email: `awa.${mark}@example.org`, ...overrides };
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

export async function fill(page: Page, input: CommentInput): Promise<void> {
  await fields.text(page).fill(input.text);
  await fields.lastName(page).fill(input.lastName);
  await fields.firstName(page).fill(input.firstName);
  await fields.email(page).fill(input.email);
}

/** Fills and sends the form, and waits for the confirmation. */
export async function send(page: Page, input: CommentInput): Promise<void> {
  await fill(page, input);
  await sendButton(page).click();
  await expect(page.getByText("Votre commentaire a bien été pris en compte")).toBeVisible();
}

/** The entry of a comment in the list, by its text. */
export function entry(page: Page, input: CommentInput): Locator {
  return page.getByRole("article").filter({ hasText: input.text });
}

export function heading(page: Page, count: number): Locator {
  return page.getByRole("heading", { name: `Commentaires (${count})`, exact: true });
}
