import { randomUUID } from "node:crypto";
import { type BrowserContext, expect, type Page, test as base } from "@playwright/test";
import { launchOptions } from "./browser.ts";
import type { Words } from "./form.ts";
import { Host, type HostPage, newspaper } from "./host.ts";
import { Mailbox } from "./mailbox.ts";
import { Moderator } from "./moderator.ts";
import { Palabre } from "./palabre.ts";

export { expect };
export type { Page };

/** The site of the tests that need nothing special of theirs. */
export const SITE = "journal";

/** Room for a suite that writes faster than people do, on a machine that may be busy. */
const OPTIONS = {
  PALABRE_LIMITS_SUBMIT: "0",
  PALABRE_LIMITS_SUBMIT_SITE: "0",
  PALABRE_LIMITS_READ: "0",
  PALABRE_LIMITS_SIGNIN: "0",
  PALABRE_LIMITS_CONSENT: "0",
  PALABRE_DATABASE_DEADLINE: "30000",
  PALABRE_MAIL_FROM: "journal@example.org",
};

interface PerWorker {
  host: Host;
  mailbox: Mailbox;
  palabre: Palabre;
  moderator: Moderator;
}

/** The answer to a comment. */
interface Sent {
  readonly id: string;
  readonly statusUrl: string;
}

interface PerTest {
  /** Puts an article of this test's own on the host site and returns its address. */
  publish: (page?: HostPage & { site?: string }) => string;
  /** Leaves a comment on an article without the widget, as a program would, and has it decided where that is said. */
  comment: (address: string, words: Words, decision?: "publish") => Promise<Sent>;
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
      const palabre = await Palabre.start({ ...OPTIONS, PALABRE_SMTP_URL: mailbox.url });
      try {
        host.embed(palabre.url);
        await palabre.cli("site", "add", SITE, "--name", "Le Journal", "--origin", host.origin);
        await use(palabre);
      } finally {
        await palabre.stop();
      }
    },
    { scope: "worker", timeout: 240_000 },
  ],

  moderator: [
    async ({ palabre }, use) => use(await Moderator.of(palabre, "moderation@example.org", SITE)),
    { scope: "worker", timeout: 120_000 },
  ],

  publish: async ({ host, palabre }, use) => {
    await use(({ site = SITE, ...page } = {}) => host.page(`/${randomUUID()}`, newspaper(palabre.url, site, page)));
  },

  comment: async ({ host, palabre, moderator }, use) => {
    await use(async (address, words, decision) => {
      const sent = await submit(palabre, host, { ...words, pageUrl: address, elapsed: "60000" });
      if (decision) await moderator.decide(sent.id, { decision });
      return sent;
    });
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

async function submit(palabre: Palabre, host: Host, body: object): Promise<Sent> {
  const response = await fetch(`${palabre.url}/api/sites/${SITE}/comments`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: host.origin },
    body: JSON.stringify(body),
  });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Sent;
}

function watch(context: BrowserContext): string[] {
  const faults: string[] = [];
  context.on("weberror", (fault) => faults.push(String(fault.error())));
  context.on("console", (message) => {
    if (/Content.Security.Policy|Trusted(HTML|Script)/i.test(message.text())) faults.push(message.text());
  });
  return faults;
}
