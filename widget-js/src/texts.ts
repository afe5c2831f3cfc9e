import type { Texts } from "./documents";

/** A text with its placeholders filled: `textOf(texts, "tooLong", {max: 10})`. A missing text is empty. */
export function textOf(texts: Texts, key: string, values: Record<string, string | number> = {}): string {
  return (texts[key] || "").replace(/{(\w+)}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A time from now in the reader's language, formatted by the browser: «dans 2 minutes». */
export function relativeTime(lang: string, seconds: number): string {
  const format = new Intl.RelativeTimeFormat(lang || undefined);
  return seconds < 90 ? format.format(seconds, "second") : format.format(Math.ceil(seconds / 60), "minute");
}

/** Built-in texts for the case that the server does not answer. */
export function builtInTexts(lang: string): Texts {
  return PALABRE_TEXTS[lang.slice(0, 2).toLowerCase()] || PALABRE_TEXTS["fr"]!;
}
