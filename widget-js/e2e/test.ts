import { randomUUID } from "node:crypto";
import { type BrowserContext, expect, type Page, test as base } from "@playwright/test";
import { launchOptions } from "./browser.ts";
import type { CommentInput } from "./form.ts";
import { Host, type HostPage, newspaper } from "./host.ts";
import { Mailbox } from "./mailbox.ts";
import { Moderator } from "./moderator.ts";
import { Palabre } from "./palabre.ts";

export { expect };
export type { Page };

/** The site of tests without a site of their own. */
export const SITE = "journal";

/** Options without rate limits, and with a long database deadline for busy machines. */
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
  /** Publishes an article on the host site and returns its URL. */
  publish: (page?: HostPage & { site?: string }) => string;
  /** Submits a comment through the API, and decides it if a decision is given. */
  comment: (address: string, input: CommentInput, decision?: "publish") => Promise<Sent>;
  /** Another reader: a page in a browser context of its own. */
  otherReader: Page;
  /** Fails the test when a page breaks its Content-Security-Policy or throws. */
  noErrors: void;
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
    await use(async (address, input, decision) => {
      const sent = await submit(palabre, host, { ...input, pageUrl: address, elapsed: "60000" });
      if (decision) await moderator.decide(sent.id, { decision });
      return sent;
    });
  },

  otherReader: async ({ browser }, use) => {
    const context = await browser.newContext();
    const errors = collectErrors(context);
    await use(await context.newPage());
    await context.close();
    expect(errors).toEqual([]);
  },

  noErrors: [
    async ({ context }, use) => {
      const errors = collectErrors(context);
      await use();
      expect(errors).toEqual([]);
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

function collectErrors(context: BrowserContext): string[] {
  const errors: string[] = [];
  context.on("weberror", (fault) => errors.push(String(fault.error())));
  context.on("console", (message) => {
    if (/Content.Security.Policy|Trusted(HTML|Script)/i.test(message.text())) errors.push(message.text());
  });
  return errors;
}
