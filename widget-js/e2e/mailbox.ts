import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** A received mail: envelope, headers, and bodies by media type. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly html: string;
  readonly raw: string;
}

const TIMEOUT_MS = 15_000;

/** Receives every mail that the server sends. */
export class Mailbox {
  readonly #server: SMTPServer;
  readonly #mails: Mail[] = [];
  readonly #listeners = new Set<() => void>();

  private constructor() {
    this.#server = new SMTPServer({
      disabledCommands: ["AUTH", "STARTTLS"],
      onData: (stream, { envelope }, done) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : "";
        this.#receive(
          stream,
          from,
          envelope.rcptTo.map(({ address }) => address),
        ).then(() => done(), done);
      },
    });
  }

  static async start(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    await once(mailbox.#server.listen(0, "127.0.0.1"), "listening");
    return mailbox;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  /** The first mail that the predicate accepts; waits for it if necessary. */
  async next(accepts: (mail: Mail) => boolean): Promise<Mail> {
    const deadline = AbortSignal.timeout(TIMEOUT_MS);
    for (;;) {
      const found = this.#mails.find(accepts);
      if (found) return found;
      await this.#arrival(deadline);
    }
  }

  /** Mails received for an address so far. */
  to(address: string): readonly Mail[] {
    return this.#mails.filter((mail) => mail.to.includes(address));
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.#server.close(done));
  }

  async #receive(stream: Readable, from: string, to: string[]): Promise<void> {
    this.#mails.push(parse((await buffer(stream)).toString("latin1"), from, to));
    for (const notify of this.#listeners) notify();
  }

  #arrival(deadline: AbortSignal): Promise<void> {
    return new Promise<void>((done, fail) => {
      const notify = () => (this.#listeners.delete(notify), done());
      this.#listeners.add(notify);
      const got = () => this.#mails.map((mail) => `${mail.to.join()}: ${mail.headers.get("subject")}`).join("\n");
      deadline.addEventListener("abort", () => fail(new Error(`The mail did not arrive. These did:\n${got()}`)), {
        once: true,
      });
    });
  }
}

function parse(raw: string, from: string, to: readonly string[]): Mail {
  const bodies = new Map<string, string>();
  collect(raw, bodies);
  const text = bodies.get("text/plain") || "";
  return { from, to, headers: headersOf(raw), text, html: bodies.get("text/html") || "", raw };
}

/** Collects the texts of an entity and its nested entities by media type. */
function collect(entity: string, bodies: Map<string, string>): void {
  const headers = headersOf(entity);
  const [type = "", ...parameters] = (headers.get("content-type") || "text/plain").split(";");
  const body = entity.slice(entity.indexOf("\r\n\r\n") + 4);
  const boundary = parameters.join(";").match(/boundary="?([^";]+)"?/i)?.[1];
  if (boundary) for (const part of body.split(`--${boundary}`).slice(1, -1)) collect(part.replace(/^\r\n/, ""), bodies);
  else bodies.set(type.trim().toLowerCase(), decoded(body, headers.get("content-transfer-encoding") || ""));
}

function headersOf(entity: string): Map<string, string> {
  const unfolded = entity.slice(0, entity.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  const pairs = unfolded.split("\r\n").map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
  });
  return new Map(pairs);
}

/** Decodes words of headers, as in `=?UTF-8?Q?Caf=C3=A9?=`. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, coded: string) =>
      decoded(how.toLowerCase() === "b" ? coded : coded.replaceAll("_", " "), how),
    );
}

function decoded(text: string, encoding: string): string {
  if (/^b(ase64)?$/i.test(encoding)) return Buffer.from(text, "base64").toString("utf8");
  if (!/^q/i.test(encoding)) return Buffer.from(text, "latin1").toString("utf8");
  const bytes = text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The first link mailed to an address whose path contains `part`. */
export async function linkIn(mailbox: Mailbox, email: string, part: string): Promise<string> {
  const of = (text: string) => text.match(new RegExp(`http:\\S+${part}\\S+`))?.[0];
  const mail = await mailbox.next(({ to, text }) => to.includes(email) && Boolean(of(text)));
  return of(mail.text)!;
}
