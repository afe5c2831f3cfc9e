import { randomUUID } from "node:crypto";
import { type BrowserContext, expect, type Page, test as base } from "@playwright/test";
import { launchOptions } from "./browser.ts";
import { article, Host, type HostPage } from "./host.ts";
import { Mailbox } from "./mailbox.ts";
import { Moderator } from "./moderator.ts";
import { Palabre } from "./palabre.ts";

export { expect };
export type { Page };

/** The site of the tests that need nothing special of theirs. */
export const SITE = "journal";

/** Room for a suite that writes faster than people do. */
const LIMITS = { PALABRE_LIMITS_SUBMIT: "100000/m", PALABRE_LIMITS_READ: "100000/m" };

interface PerWorker {
  host: Host;
  mailbox: Mailbox;
  palabre: Palabre;
  moderator: Moderator;
}

interface PerTest {
  /** Puts an article of this test's own on the host site and returns its address. */
  publish: (page?: HostPage & { site?: string }) => string;
  /** Somebody else: a page of a browser that shares nothing with the first. */
  stranger: Page;
  /** Fails the test when a page breaks its Content-Security-Policy or throws. */
  clean: void;
}

export const test = base.extend<PerTest, PerWorker>({
  launchOptions: [async ({}, use) => use(await launchOptions()), { scope: "worker" }],

  host: [
    async ({}, use) => {
      const host = await Host.start();
      await use(host);
      await host.stop();
    },
    { scope: "worker" },
  ],

  mailbox: [
    async ({}, use) => {
      const mailbox = await Mailbox.start();
      await use(mailbox);
      await mailbox.stop();
    },
    { scope: "worker" },
  ],

  palabre: [
    async ({ host, mailbox }, use) => {
      const palabre = await Palabre.start({ ...LIMITS, PALABRE_SMTP_URL: mailbox.url, PALABRE_MAIL_FROM: "journal@example.org" });
      host.embed(palabre.url);
      await palabre.cli("site", "add", SITE, "--name", "Le Journal", "--origin", host.origin);
      await use(palabre);
      await palabre.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],

  moderator: [
    async ({ palabre }, use) => use(await Moderator.of(palabre, "moderation@example.org", SITE)),
    { scope: "worker", timeout: 60_000 },
  ],

  publish: async ({ host, palabre }, use) => {
    await use(({ site = SITE, ...page } = {}) => host.page(`/${randomUUID()}`, article(palabre.url, site, page)));
  },

  stranger: async ({ browser }, use) => {
    const context = await browser.newContext();
    const faults = watch(context);
    await use(await context.newPage());
    await context.close();
    expect(faults).toEqual([]);
  },

  clean: [
    async ({ context }, use) => {
      const faults = watch(context);
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

function watch(context: BrowserContext): string[] {
  const faults: string[] = [];
  context.on("weberror", (fault) => faults.push(String(fault.error())));
  context.on("console", (message) => {
    if (/Content.Security.Policy|Trusted(HTML|Script)/i.test(message.text())) faults.push(message.text());
  });
  return faults;
}
