import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A page of the host site: its differences from an ordinary article. */
export interface HostPage {
  readonly lang?: string;
  readonly title?: string;
  /** HTML for the head. */
  readonly head?: string;
  /** HTML that replaces the snippet. */
  readonly body?: string;
}

/** The style sheet of the demo's newspaper. */
const STYLE = new URL("../../src/main/resources/demo/assets/corniche.css", import.meta.url);

interface Answer {
  readonly type: string;
  readonly body: string;
  readonly policy?: string;
}

/** A site that embeds Palabre, of another origin and another site: http://localhost against http://127.0.0.1. */
export class Host {
  readonly #server: Server;
  readonly #answers = new Map<string, Answer>();
  #policy = "";

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (request, response) => this.#answer(request, response));
  }

  static async start(): Promise<Host> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const host = new Host(server);
    host.#answers.set("/corniche.css", { type: "text/css; charset=utf-8", body: readFileSync(STYLE, "utf8") });
    return host;
  }

  /** Its URL, which is its only origin. */
  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Embeds a Palabre server: the Content-Security-Policy of every page allows only that server from now on. */
  embed(palabreUrl: string): void {
    this.#policy = policy(new URL(palabreUrl).origin);
  }

  /** Serves a page at a path and returns its URL; `policy` replaces the host's own. */
  page(path: string, html: string, policy = this.#policy): string {
    this.#answers.set(path, { type: "text/html; charset=utf-8", body: html, policy });
    return this.origin + path;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const answer = this.#answers.get(new URL(request.url || "/", this.origin).pathname);
    response.setHeader("Content-Security-Policy", answer?.policy ?? this.#policy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Type", answer?.type || "text/plain");
    response.writeHead(answer ? 200 : 404).end(answer?.body);
  }
}

/** An ordinary article with the snippet in it, as the README has it. */
export function article(palabreUrl: string, site: string, page: HostPage = {}): string {
  const { lang = "fr", title = "Un article", head = "", body = snippet(palabreUrl, site) } = page;
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
<main>
<h1>${title}</h1>
<p>Le vieux baobab de la place avait entendu plus de discours que tous les élus du canton.</p>
${body}
</main>
<footer><button type="button" data-palabre="consent">Gérer mes cookies</button></footer>
</body>
</html>
`;
}

/** The same article in the style of the demo's newspaper. */
export function newspaper(palabreUrl: string, site: string, page: HostPage = {}): string {
  const head = `${page.head || ""}<link rel="stylesheet" href="/corniche.css">`;
  const body = `<div class="talk">\n${page.body || snippet(palabreUrl, site)}\n</div>`;
  return article(palabreUrl, site, { ...page, head, body });
}

/** The two lines that a site pastes. */
export function snippet(palabreUrl: string, site: string): string {
  return `<script src="${palabreUrl}/palabre.js" data-site="${site}" async></script>
<palabre-comments></palabre-comments>`;
}

function policy(palabre: string): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    `script-src 'self' ${palabre}`,
    `connect-src ${palabre}`,
    `form-action ${palabre}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}
