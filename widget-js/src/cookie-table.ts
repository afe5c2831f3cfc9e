import type { ConsentHost } from "./consent-types";

/** Defines `<palabre-cookie-table>`: the table of declared cookies of the policy in force, in the page's own style. */
export function fillTables({ api, options, tools }: ConsentHost): void {
  if (customElements.get("palabre-cookie-table")) return;
  customElements.define(
    "palabre-cookie-table",
    class extends HTMLElement {
      async connectedCallback(): Promise<void> {
        const lang = this.closest("[lang]")?.getAttribute("lang") || options.lang;
        const table = await api.consent(lang, { layer: "table" }).catch(() => null);
        if (table) this.replaceChildren(tools.build(table.nodes, document));
      }
    },
  );
}
