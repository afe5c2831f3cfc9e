import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { type Browser, chromium } from "@playwright/test";
import { launchOptions } from "./browser.ts";
import { Palabre } from "./palabre.ts";
import { expect, test } from "./test.ts";

const ROUNDS = 15;
const SLOW_DOWN = 4;
const VANILLA = createRequire(import.meta.url).resolve("vanilla-cookieconsent");
const vanilla = (file: string) => readFileSync(new URL(file, `file://${VANILLA}`), "utf8");

/** Two purposes in French, with the texts of Palabre's own catalogue. */
const SETTINGS = JSON.stringify({
  hideFromBots: false,
  guiOptions: { consentModal: { layout: "bar" } },
  categories: { necessary: { enabled: true, readOnly: true }, audience: {}, media: {} },
  language: {
    default: "fr",
    translations: {
      fr: {
        consentModal: {
          title: "Votre choix sur les cookies",
          description:
            "Ce site utilise des cookies, si vous l’acceptez, pour compter les visites et savoir quelles pages sont lues, et pour montrer des vidéos, sons, cartes et publications d’autres plateformes, qui apprennent alors que vous lisez la page. Refuser ne vous prive d’aucun article.",
          acceptAllBtn: "Tout accepter",
          acceptNecessaryBtn: "Tout refuser",
          showPreferencesBtn: "Personnaliser",
        },
        preferencesModal: {
          title: "Gérer mes cookies",
          acceptAllBtn: "Tout accepter",
          acceptNecessaryBtn: "Tout refuser",
          savePreferencesBtn: "Enregistrer ma sélection",
          closeIconLabel: "Fermer",
          sections: [
            { title: "Mesure d’audience", description: "Compter les visites.", linkedCategory: "audience" },
            { title: "Contenus d’autres sites", description: "Vidéos, sons, cartes.", linkedCategory: "media" },
          ],
        },
      },
    },
  },
});

const FILES: Record<string, [type: string, body: string]> = {
  "/cookieconsent.js": ["text/javascript", vanilla("cookieconsent.umd.js")],
  "/cookieconsent.css": ["text/css", vanilla("cookieconsent.css")],
  "/settings.js": ["text/javascript", `CookieConsent.run(${SETTINGS});`],
};

/** A long article; `head` is the snippet of its owner. */
const page = (head: string) => `<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Un article</title><link rel="icon" href="data:,">
${head}</head><body><main><h1>Un article</h1>${"<p>Le vieux baobab de la place avait entendu plus de discours que tous les élus du canton.</p>".repeat(60)}
<button type="button" data-palabre="consent" data-cc="show-preferencesModal">Gérer mes cookies</button></main></body></html>`;

interface Run {
  readonly bytes: number;
  readonly requests: number;
  readonly ms: number;
}

/** Measures one first visit on a slow processor with an empty cache, until the bar is laid out. */
async function visit(browser: Browser, address: string): Promise<Run> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const tab = await context.newPage();
  const devtools = await context.newCDPSession(tab);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOW_DOWN });
  await devtools.send("Network.enable");
  const sizes = new Map<string, number>();
  const documents = new Set<string>();
  devtools.on("Network.requestWillBeSent", ({ requestId, type }) => type === "Document" && documents.add(requestId));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  await tab.addInitScript(() => {
    const look = () => {
      const bar = document.querySelector<HTMLElement>("#cc-main .cm");
      const shown = bar && bar.offsetHeight > 0 && getComputedStyle(bar).visibility === "visible";
      if (shown) (window as any).shownAt = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await tab.goto(address);
  await tab.waitForFunction(() => (window as any).shownAt, undefined, { timeout: 30_000 });
  const ms = await tab.evaluate(() => (window as any).shownAt as number);
  await context.close();
  const parts = [...sizes].filter(([id]) => !documents.has(id));
  return { bytes: parts.reduce((sum, [, size]) => sum + size, 0), requests: parts.length, ms };
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

test("the banner beside vanilla-cookieconsent", async () => {
  const server: Server = createServer((request, response) => {
    const [type, body] = FILES[request.url!] ?? ["text/html; charset=utf-8", pages[request.url!] ?? ""];
    response.setHeader("Content-Type", type);
    response.setHeader("Content-Encoding", "gzip");
    response.end(gzipSync(body, { level: 9 }));
  });
  const pages: Record<string, string> = {};
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const palabre = await Palabre.start({ PALABRE_LIMITS_READ: "0" });
  const browser = await chromium.launch(await launchOptions());
  try {
    await palabre.cli("site", "add", "bench", "--name", "Le Journal", "--origin", origin);
    await palabre.cli("site", "set", "bench", "purposes=audience,media");
    pages["/palabre"] = page(`<script src="${palabre.url}/palabre.js" data-site="bench" async></script>`);
    pages["/vanilla"] = page(
      '<link rel="stylesheet" href="/cookieconsent.css"><script src="/cookieconsent.js" defer></script><script src="/settings.js" defer></script>',
    );
    const runs: Record<"/palabre" | "/vanilla", Run[]> = { "/palabre": [], "/vanilla": [] };
    for (let round = 0; round <= ROUNDS; round++) {
      for (const path of ["/palabre", "/vanilla"] as const) {
        const run = await visit(browser, origin + path);
        if (round) runs[path].push(run);
      }
    }
    const row = (name: string, of: (run: Run) => number, digits = 0) => {
      const [ours, theirs] = [median(runs["/palabre"].map(of)), median(runs["/vanilla"].map(of))];
      console.log(`| ${name} | ${ours.toFixed(digits)} | ${theirs.toFixed(digits)} | ${(ours / theirs).toFixed(2)} |`);
    };
    console.log(
      "\n| first visit, until the bar is laid out | Palabre | vanilla-cookieconsent 3.1 | ratio |\n|---|---|---|---|",
    );
    row("bytes over the wire beside the page", (run) => run.bytes);
    row("requests beside the page", (run) => run.requests);
    row(`milliseconds at ${SLOW_DOWN}× CPU slow-down`, (run) => run.ms);
    expect(runs["/palabre"]).toHaveLength(ROUNDS);
  } finally {
    await browser.close();
    await palabre.stop();
    server.close();
  }
});
