import type { Texts } from "./api";
import { say } from "./words";

/** What a field asks of its value. */
export interface Rule {
  readonly name: string;
  readonly required: boolean;
  readonly type: string;
  /** Characters; 0 where there is no limit. */
  readonly max: number;
}

/** What is wrong with a value, in the reader's language, or an empty text. The server checks everything again. */
export function check(value: string, { name, required, type, max }: Rule, texts: Texts): string {
  const text = value.trim();
  if (!text) return required ? say(texts, `required.${name}`) : "";
  if (max && [...text].length > max) return say(texts, "tooLong", { max });
  return type === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? say(texts, "email") : "";
}
