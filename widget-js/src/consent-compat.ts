import { earlierChoice } from "./compat-choices";
import { MarkupTranslator } from "./compat-markup";
import { PurposeNames } from "./compat-names";
import { definePart } from "./consent-part";
import type { CompatPart } from "./consent-types";

export const part = definePart((host): CompatPart => {
  const names = new PurposeNames(host);
  const markup = new MarkupTranslator(host, names);
  return {
    translate: async () => {
      if (await host.load()) markup.translate();
    },
    takeOver: async () => {
      const earlier = earlierChoice(host.banner!.policy, names);
      if (!earlier) return;
      await host.decide(earlier.choices, "api");
      forget(earlier.name);
    },
  };
});

/** Deletes the other manager's entry, so that it is not imported again when ours has expired. */
function forget(name: string): void {
  document.cookie = `${name}=; Max-Age=0; Path=/`;
  document.cookie = `${name}=; Max-Age=0; Path=/; Domain=${location.hostname}`;
  try {
    localStorage.removeItem(name);
  } catch {}
}
