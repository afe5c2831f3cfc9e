import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** Fails, in words that can be read, when axe finds anything against the page or what is in its shadow roots. */
export async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  if (!violations.length) return;
  const found = violations.map(({ id, impact, help, nodes }) => {
    const places = nodes.map(({ target, failureSummary }) => `    ${target.flat().join(" >> ")}\n      ${failureSummary?.replace(/\n/g, "\n      ")}`);
    return `  ${id} (${impact}): ${help}\n${places.join("\n")}`;
  });
  throw new Error(`axe found ${violations.length} fault(s) on ${page.url()}:\n${found.join("\n")}`);
}
