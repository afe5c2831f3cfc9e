import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** Fails with a readable report if axe finds a violation in the page or its shadow roots. */
export async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  if (!violations.length) return;
  const found = violations.map(({ id, impact, help, nodes }) => {
    const places = nodes.map(
      ({ target, failureSummary }) =>
        `    ${target.flat().join(" >> ")}\n      ${failureSummary?.replace(/\n/g, "\n      ")}`,
    );
    return `  ${id} (${impact}): ${help}\n${places.join("\n")}`;
  });
  throw new Error(`axe found ${violations.length} fault(s) on ${page.url()}:\n${found.join("\n")}`);
}
