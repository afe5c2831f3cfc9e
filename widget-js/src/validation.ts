import type { Texts } from "./documents";
import { textOf } from "./texts";

/** Constraints of a field. */
export interface Rule {
  readonly name: string;
  readonly required: boolean;
  readonly type: string;
  /** Maximum number of characters; 0 for no limit. */
  readonly max: number;
}

/** The error of a value in the reader's language, or an empty text. The server validates everything again. */
export function validate(value: string, { name, required, type, max }: Rule, texts: Texts): string {
  const text = value.trim();
  if (!text) return required ? textOf(texts, `required.${name}`) : "";
  if (max && [...text].length > max) return textOf(texts, "tooLong", { max });
  return type === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? textOf(texts, "email") : "";
}
