import type { Texts } from "./api";

/** A text of the server with its placeholders filled: `say(texts, "tooLong", {max: 10})`. Missing texts are empty. */
export function say(texts: Texts, key: string, values: Record<string, string | number> = {}): string {
  return (texts[key] || "").replace(/{(\w+)}/g, (whole, name) => String(values[name] ?? whole));
}

/** «dans 2 minutes», in the words of the browser. */
export function inTime(lang: string, seconds: number): string {
  const format = new Intl.RelativeTimeFormat(lang || undefined);
  return seconds < 90 ? format.format(seconds, "second") : format.format(Math.ceil(seconds / 60), "minute");
}

/** What the widget says when it could not ask the server. */
export function ownWords(lang: string): Texts {
  return PALABRE_WORDS[lang.slice(0, 2).toLowerCase()] || PALABRE_WORDS["fr"]!;
}
