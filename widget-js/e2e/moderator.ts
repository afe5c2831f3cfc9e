import type { CommentInput } from "./form.ts";
import type { Palabre } from "./palabre.ts";

/** A comment as the moderation API shows it. */
export interface Queued {
  readonly id: string;
  readonly status: string;
  readonly text: string;
  readonly author: { readonly name: string; readonly email: string };
}

/** A moderator with a bearer token. */
export class Moderator {
  readonly email: string;
  readonly password: string;
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, email: string, password: string, token: string) {
    this.#url = url;
    this.email = email;
    this.password = password;
    this.#token = token;
  }

  static async of(palabre: Palabre, email: string, ...sites: string[]): Promise<Moderator> {
    const keys = sites.flatMap((site) => ["--site", site]);
    const password = await palabre.cli("moderator", "add", email, ...keys, "--role", "owner");
    return new Moderator(palabre.url, email, password, await palabre.cli("token", "create", email));
  }

  /** The id of the only comment with this text. */
  async find(site: string, { text }: Pick<CommentInput, "text">): Promise<string> {
    const [found] = await this.all(site, { text });
    if (!found) throw new Error(`No comment says: ${text}`);
    return found.id;
  }

  /** All comments with this text. */
  async all(site: string, { text }: Pick<CommentInput, "text">): Promise<Queued[]> {
    return (await this.comments(site)).filter((comment) => comment.text === text);
  }

  /** Up to 500 comments of a site. */
  async comments(site: string, filter: Record<string, string> = {}): Promise<Queued[]> {
    const query = new URLSearchParams({ site, limit: "500", ...filter });
    const { comments } = (await this.#call(`comments?${query}`)) as { comments: Queued[] };
    return comments;
  }

  publish(id: string): Promise<unknown> {
    return this.decide(id, { decision: "publish" });
  }

  reject(id: string, reason: string): Promise<unknown> {
    return this.decide(id, { decision: "reject", reason });
  }

  decide(id: string, decision: Record<string, string>): Promise<unknown> {
    return this.#call(`comments/${id}/decisions`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(decision),
    });
  }

  async #call(path: string, init: RequestInit = {}): Promise<unknown> {
    const headers = { ...(init.headers as Record<string, string>), Authorization: `Bearer ${this.#token}` };
    const response = await fetch(`${this.#url}/api/moderation/${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${init.method || "GET"} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
