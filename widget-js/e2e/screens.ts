import { fileURLToPath } from "node:url";
import type { Palabre } from "./palabre.ts";
import { enrich, mirror } from "./consent.ts";
import { snippet } from "./host.ts";
import { fields, fill, heading, send, sendButton, commentInput, type CommentInput } from "./form.ts";
import type { Moderator } from "./moderator.ts";
import { expect, type Page, test } from "./test.ts";

const FOLDER = fileURLToPath(new URL("../../target/screens/", import.meta.url));
const TITLE = "La nuit, la plage tient ses comptes";
const WIDTHS = [320, 768, 1280];
const SCHEMES = ["light", "dark"] as const;

/** The site that asks for consent. */
const CONSENT_SITE = "magazine";

/** Fixtures that a state uses. */
interface World {
  readonly page: Page;
  readonly palabre: Palabre;
  readonly moderator: Moderator;
  /** Publishes a new article. */
  readonly publish: (page?: { site?: string; lang?: string; body?: string }) => string;
  readonly comment: (
    address: string,
    input: CommentInput,
    decision?: "publish",
  ) => Promise<{ id: string; statusUrl: string }>;
}

/** Frames with an address of their own and by a template. */
const EMBEDS = `<iframe data-src="https://video.example.net/42" data-category="media" data-service="youtube" title="Le film" width="640" height="360"></iframe>
<p>Et le carnet se lit ici.</p>
<template data-purpose="media"><iframe src="https://maps.example.net/" title="Le plan de la plage"></iframe></template>`;

const TEXTS = [
  "On entend avant de voir : c’est exactement cela. Ma grand-mère reconnaissait le bateau de mon oncle au toussotement du moteur.",
  "Je ne suis pas d’accord avec la fin.\n\nLe carnet n’efface pas les dettes, il les rend seulement plus polies. Mais quel beau texte !",
  "مقال جميل، شكراً. ذكّرني بشاطئ طفولتي.",
  "Pour qui voudrait y aller : https://example.org/soumbedioune — avant vingt heures, sinon on ne voit que les chats.",
  `${"Un très long mot : "}${"anticonstitutionnellement".repeat(6)}.`,
];
const NAMES: [string, string][] = [
  ["Diarra", "Thiam"],
  ["Awa", "Ndiaye"],
  ["ليلى", "بن يوسف"],
  ["J", "O"],
  ["Marie-Antoinette-Joséphine", "de La Rochefoucauld-Montmorency-Laval"],
];

const STATES: Record<string, (world: World) => Promise<void>> = {
  empty: async ({ page, publish }) => {
    await page.goto(publish());
    await expect(heading(page, 0)).toBeVisible();
  },
  english: async ({ page, publish }) => {
    await page.goto(publish({ lang: "en" }));
    await expect(page.getByRole("heading", { name: "Comments (0)" })).toBeVisible();
  },
  thread: async ({ page, publish, comment }) => {
    const address = publish();
    for (const [i, text] of TEXTS.entries()) {
      const [firstName, lastName] = NAMES[i]!;
      await comment(address, commentInput({ text, firstName, lastName }), "publish");
    }
    await page.goto(address);
    await expect(heading(page, TEXTS.length)).toBeVisible();
  },
  errors: async ({ page, publish }) => {
    await page.goto(publish());
    await fields.email(page).fill("awa");
    await sendButton(page).click();
    await expect(page.getByRole("alert")).toBeFocused();
  },
  sent: async ({ page, publish }) => {
    await page.goto(publish());
    await send(page, commentInput());
  },
  pending: async ({ page, publish, comment }) => {
    const address = publish();
    await comment(address, commentInput({ text: TEXTS[0]! }), "publish");
    await page.goto(address);
    await send(page, commentInput());
    await page.reload();
    await expect(page.getByText("en attente de modération").first()).toBeVisible();
  },
  offline: async ({ page, publish }) => {
    await page.goto(publish());
    await fill(page, commentInput());
    await page.context().setOffline(true);
    await sendButton(page).click();
    await expect(page.getByRole("alert")).toBeVisible();
  },
  waiting: async ({ page, palabre, publish }) => {
    await page.route(`${palabre.url}/api/**`, () => {});
    await page.goto(publish());
    await expect(page.locator("palabre-comments .waiting")).toBeVisible();
  },
  failed: async ({ page, palabre, publish }) => {
    await page.route(`${palabre.url}/api/**`, (route) => route.abort());
    await page.goto(publish());
    await expect(page.getByRole("alert")).toBeVisible();
  },
  banner: async ({ page, publish }) => {
    await page.goto(publish({ site: CONSENT_SITE }));
    await expect(page.getByRole("button", { name: "Tout refuser" })).toBeVisible();
  },
  box: async ({ page, publish }) => {
    await enrich(page, { layout: "box" });
    await page.goto(publish({ site: CONSENT_SITE }));
    await expect(page.getByRole("button", { name: "Tout refuser" })).toBeVisible();
  },
  modal: async ({ page, publish }) => {
    await enrich(page, { layout: "modal" });
    await page.goto(publish({ site: CONSENT_SITE }));
    await expect(page.getByRole("dialog")).toBeVisible();
  },
  choices: async ({ page, publish }) => {
    await page.goto(publish({ site: CONSENT_SITE }));
    await page.getByRole("button", { name: "Personnaliser" }).click();
    await expect(page.getByRole("checkbox").first()).toBeVisible();
  },
  services: async ({ page, publish }) => {
    await enrich(page, { services: { matomo: "audience", youtube: "media", vimeo: "media" } });
    await page.goto(publish({ site: CONSENT_SITE }));
    await page.getByRole("button", { name: "Personnaliser" }).click();
    await page.getByRole("checkbox", { name: "Youtube" }).check();
    await page.getByText("À propos de youtube").click();
  },
  embed: async ({ page, palabre, publish }) => {
    await enrich(page, { services: { youtube: "media" } });
    await page.goto(publish({ site: CONSENT_SITE, body: `${snippet(palabre.url, CONSENT_SITE)}${EMBEDS}` }));
    await expect(page.getByRole("group", { name: "Le film" })).toBeVisible();
    await page.getByRole("button", { name: "Tout refuser" }).click();
  },
  "banner-rtl": async ({ page, publish }) => {
    await mirror(page);
    await page.goto(publish({ site: CONSENT_SITE }));
    await expect(page.getByRole("button", { name: "Tout refuser" })).toBeVisible();
  },
  "choices-rtl": async ({ page, publish }) => {
    await mirror(page);
    await page.goto(publish({ site: CONSENT_SITE }));
    await page.getByRole("button", { name: "Personnaliser" }).click();
    await expect(page.getByRole("checkbox").first()).toBeVisible();
  },
  "status-pending": async ({ page, publish, comment }) => {
    await page.goto((await comment(publish(), commentInput())).statusUrl);
  },
  "status-published": async ({ page, publish, comment }) => {
    await page.goto((await comment(publish(), commentInput(), "publish")).statusUrl);
  },
  "status-rejected": async ({ page, publish, comment, moderator }) => {
    const { id, statusUrl } = await comment(publish(), commentInput());
    await moderator.reject(id, "Merci de ne pas nommer les voisins.");
    await page.goto(statusUrl);
  },
  "status-unknown": async ({ page, palabre }) => {
    await page.goto(`${palabre.url}/c/${"A".repeat(22)}`);
  },
  "console-sign-in": async ({ page, palabre }) => {
    await page.goto(`${palabre.url}/moderation`);
  },
  console: async ({ page, palabre, publish, comment, moderator }) => {
    await comment(publish(), commentInput());
    await signIn(page, palabre, moderator);
  },
  notice: async ({ page, palabre }) => {
    await page.goto(`${palabre.url}/sites/${CONSENT_SITE}/notice`);
  },
  "notice-versions": async ({ page, palabre }) => {
    await page.goto(`${palabre.url}/sites/${CONSENT_SITE}/notice/versions`);
  },
  data: async ({ page, palabre, moderator }) => {
    await signIn(page, palabre, moderator);
    await page.getByRole("link", { name: "Données" }).click();
    await expect(page.getByRole("link", { name: "Télécharger l’export" })).toBeVisible();
  },
  register: async ({ page, palabre, moderator }) => {
    await signIn(page, palabre, moderator);
    await page.getByRole("link", { name: "Données" }).click();
    await page.getByRole("link", { name: "Ouvrir le registre" }).click();
    await expect(page.getByRole("heading", { name: "Mesures de sécurité" })).toBeVisible();
  },
};

async function signIn(page: Page, palabre: Palabre, moderator: Moderator): Promise<void> {
  await page.goto(`${palabre.url}/moderation`);
  await page.getByLabel(/adresse/i).fill(moderator.email);
  await page.getByLabel(/mot de passe/i).fill(moderator.password);
  await page.keyboard.press("Enter");
  await page.waitForLoadState("networkidle");
}

test.beforeAll(async ({ host, palabre }) => {
  await palabre.cli("site", "add", CONSENT_SITE, "--name", "Le Magazine", "--origin", host.origin);
  await palabre.cli("site", "set", CONSENT_SITE, "purposes=audience,media");
});

for (const [state, enter] of Object.entries(STATES)) {
  for (const colorScheme of SCHEMES) {
    test(`${state}, ${colorScheme}`, async ({ browser, palabre, moderator, publish, comment }) => {
      for (const width of WIDTHS) {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, locale: "fr-FR" });
        const page = await context.newPage();
        await enter({
          page,
          palabre,
          moderator,
          comment,
          publish: (different) => publish({ title: TITLE, ...different }),
        });
        await page.screenshot({ path: `${FOLDER}${state}-${width}-${colorScheme}.png`, fullPage: true });
        await context.close();
      }
    });
  }
}
