import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";

const HOME = dirname(dirname(createRequire(import.meta.url).resolve("@duckduckgo/autoconsent")));
const SCRIPT = readFileSync(join(HOME, "dist/autoconsent.playwright.js"), "utf8");
const RULES = JSON.parse(readFileSync(join(HOME, "rules/rules.json"), "utf8"));

type Message = { type: string; [key: string]: unknown };

/** Runs the consent robot of DuckDuckGo's browsers on a page, and returns everything that it reports. */
export async function runAutoconsent(page: Page, address: string, autoAction: "optIn" | "optOut"): Promise<Message[]> {
  const messages: Message[] = [];
  const tell = (message: object) =>
    page.evaluate((given) => void (window as any).autoconsentReceiveMessage(given), message as any).catch(() => {});
  const config = {
    enabled: true,
    autoAction,
    disabledCmps: [],
    // Both put a style element into the page, which only a browser's own code may do under a strict policy.
    enablePrehide: false,
    enableCosmeticRules: false,
    enableGeneratedRules: false,
    detectRetries: 20,
    isMainWorld: false,
    prehideTimeout: 2000,
    enableHeuristicDetection: false,
    heuristicMode: "off",
    logs: {},
  };
  let end = () => {};
  const done = new Promise<void>((resolve) => (end = resolve));
  await page.exposeBinding("autoconsentSendMessage", async (_source, message: Message) => {
    messages.push(message);
    if (message.type === "init") await tell({ type: "initResp", rules: RULES, config });
    if (message.type === "eval") {
      const result = await page.evaluate(String(message["code"])).catch(() => false);
      await tell({ type: "evalResp", id: message["id"], result });
    }
    if (message.type === "autoconsentDone") await tell({ type: "selfTest" });
    if (/^(selfTestResult|autoconsentError)$/.test(message.type)) end();
  });
  await page.goto(address, { waitUntil: "commit" });
  await page.evaluate(SCRIPT);
  await done;
  return messages;
}
