import { type Api, type ConsentDocument, Failure, type Renewal, type Signals } from "./api";
import { build } from "./build";
import { Banner, dress } from "./consent-banner";
import { type Choice, type Choices, confirm, remember, remembered, type Unsent } from "./consent-cookie";
import type { Detail } from "./consent-detail";
import type { Foreign } from "./consent-foreign";
import type { More } from "./consent-more";
import { find, member } from "./dom";
import { randomKey } from "./draft";
import { emit } from "./events";
import { granted, type Keeper, keysOf, loadOnce, openGate, overstayed } from "./gate";
import { tidy } from "./tidy";

export interface Options {
  readonly lang: string;
  /** Of the widget's own script, where the page has nonces. */
  readonly nonce?: string | undefined;
  /** Where the page was written for another consent manager: our names by theirs, `analytics=audience,marketing=ads`. */
  readonly map?: string | undefined;
}

/** `consent("audience")`, and `consent()` that opens the choices. */
export type Asking = (name?: string) => Promise<boolean>;

interface Parts {
  detail: Detail;
  more: More;
  foreign: Foreign;
}

const OPENER = '[data-palabre="consent"]';
const DAY_S = 86_400;
const PATIENCE_MS = 2_000;
const NOBODY = { choices: {} as Choices, id: "", until: 0 };

/**
 * Applies the choice that this browser remembers, or asks for one where the site has purposes. Stores nothing before a
 * choice, and asks the server at most once: for the policy, or whether the one that was answered is still in force.
 */
export function startConsent(api: Api, options: Options): Asking {
  const consent = new Consent(api, options);
  void consent.start();
  return (name) => consent.ask(name);
}

export class Consent implements Keeper {
  readonly api: Api;
  readonly options: Options;
  /** What the parts that are loaded later need of this one. */
  readonly tools = { build, dress, granted, keysOf, loadOnce };
  choice = remembered();
  banner: Banner | null = null;
  #signals: Signals | undefined;
  #loading: Promise<ConsentDocument | null> | null = null;
  #tell: () => void = () => {};
  readonly #known = new Promise<void>((tell) => (this.#tell = tell));

  constructor(api: Api, options: Options) {
    this.api = api;
    this.options = options;
  }

  async start(): Promise<void> {
    addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest(OPENER)) void this.open();
    });
    const { choice } = this;
    const refused = (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl;
    if (choice?.unsent) void this.#send(choice, choice.unsent).then(() => tidy(this));
    const asked = choice ? await this.#renew(choice) : refused ? [] : await this.#missing(true);
    if (this.choice || refused) void this.#apply(null);
    else void openGate(this, this.options.nonce);
    if (!asked[0]) this.#tell();
    const opener = find(OPENER);
    if (!asked[0] && opener) return;
    const banner = await this.load();
    if (!banner) return;
    if (!opener) banner.addControl();
    if (asked[0]) await this.#show(banner, asked);
  }

  async #show(banner: Banner, purposes: readonly string[]): Promise<void> {
    if (banner.policy.layout === "bar" || !(await this.#use("detail", (detail) => detail.ask(purposes)))) banner.ask(purposes);
  }

  async ask(name?: string): Promise<boolean> {
    if (!name) return this.open();
    await this.#known;
    const { choices } = this.choice || NOBODY;
    // A service that was answered like its purpose: only the policy knows which that is.
    if (!(name in choices) && grants(choices)) await this.load();
    return !!this.answer("", name);
  }

  /** Opens the choices as they stand; false where the site has none. */
  async open(): Promise<boolean> {
    const banner = await this.load();
    if (!banner) return false;
    // Where the page's policy forbids import(), the first layer and the page of the choices do what the second layer would.
    if (await this.#use("detail", (detail) => detail.open())) return true;
    if (banner.shown) location.assign(banner.home.querySelector("a")!.href);
    else banner.ask(banner.policy.purposes);
    return true;
  }

  /** Null where the site has no purposes, or where the server does not answer: then everything stays refused. */
  async load(): Promise<Banner | null> {
    this.#loading ||= this.api.consent(this.options.lang).catch(() => (this.#loading = null));
    const policy = await this.#loading;
    if (policy) this.#adopt(policy);
    return this.banner;
  }

  /** A service that was not answered itself is answered like its purpose. */
  answer(purpose: string, service: string): boolean | undefined {
    const { choices } = this.choice || NOBODY;
    return purpose === "necessary" || (choices[service] ?? choices[purpose || this.banner?.policy.services?.[service] || ""]);
  }

  async prepare(waiting: HTMLElement[]): Promise<void> {
    if (this.choice && waiting.some((node) => !keysOf(node).purposes[0])) await this.load();
    if (this.options.map != null) await this.#use("foreign", (foreign) => foreign.translate());
  }

  left(waiting: HTMLElement[]): void {
    const seen = waiting.filter((node) =>
      "content" in node ? (node as HTMLTemplateElement).content.querySelector("iframe,img") : Number(node.getAttribute("height") || node.offsetHeight) > 31,
    );
    if (seen[0]) void this.#use("more", (more) => more.holdPlaces(seen));
    if (find("palabre-cookie-table:not(:defined)")) void this.#use("more", (more) => more.fillTables());
  }

  /** Answers purposes and services by name; what is not named stays as it was answered, or unanswered. */
  async decide(given: Choices, source: string): Promise<void> {
    const { purposes, services = {}, version, validDays } = this.banner!.policy;
    const choices = { ...this.choice?.choices, ...given };
    for (const [service, purpose] of Object.entries(services)) {
      if (choices[service] === choices[purpose] || (purpose in given && !(service in given))) delete choices[service];
    }
    const complete = purposes.every((purpose) => purpose in choices);
    const until = Math.floor(Date.now() / 1000) + validDays * DAY_S;
    const unsent = { key: randomKey(), source };
    const choice = { choices, until, version: complete ? version : "", id: this.choice?.id || "", unsent };
    remember((this.choice = choice));
    confirm();
    if (complete) this.banner!.close();
    const applied = this.#apply(source);
    const sent = this.#send(choice, unsent).then((text) => source === "api" || this.banner?.say(text));
    const tidied = Object.values(choices).includes(false) && tidy(this);
    // What has run cannot be stopped but by leaving the page; the record has gone off, or goes with the next page.
    if (!overstayed()) return;
    await within(Promise.all([sent, applied, tidied]));
    await tidy(this);
    location.reload();
  }

  #adopt(policy: ConsentDocument): void {
    if (this.banner) return;
    const banner = (this.banner = new Banner(policy, (role) => {
      if (role === "show") void this.open();
      else void this.decide(Object.fromEntries(banner.asked.map((purpose) => [purpose, role === "all"])), "banner");
    }));
    this.#learn(policy);
  }

  #learn({ signals, leaks = 0 }: Pick<ConsentDocument, "signals" | "leaks">): void {
    if (signals && !this.#signals) void this.#signal((this.#signals = signals), false);
    if (Math.random() < leaks) void this.#use("more", (more) => more.reportLeaks());
  }

  #signal(signals: Signals, chosen: boolean): Promise<unknown> {
    return this.#use("more", (more) => more.signal(signals, chosen && ((purpose) => this.answer(purpose, ""))));
  }

  /** Which purposes the policy in force asks anew. A grant of what has changed since is none. */
  async #renew({ choices, version }: Choice): Promise<string[]> {
    if (!version) return this.#missing(grants(choices));
    const question = this.api.consent(this.options.lang, { known: version });
    const renewal: Renewal | null | undefined = await within(question.catch(() => {}));
    // Nobody says whether Google's tags are among what runs now, so they are told that everything is denied.
    if (renewal === undefined) this.#signals = {};
    if (!renewal) return [];
    if (!("nodes" in renewal)) this.#learn(renewal);
    else {
      this.#loading = Promise.resolve(renewal);
      this.#adopt(renewal);
      const stays = ([name]: [string, unknown]) => !renewal.changed.includes(renewal.services?.[name] || name);
      this.choice = { ...this.choice!, choices: Object.fromEntries(Object.entries(choices).filter(stays)) };
    }
    return renewal.changed;
  }

  /** Purposes without an answer; what another consent manager was told here before is one. */
  async #missing(look: boolean): Promise<string[]> {
    const policy = look && (await this.load())?.policy;
    if (!policy) return [];
    if (!this.choice && this.options.map != null) await this.#use("foreign", (foreign) => foreign.takeOver());
    return policy.purposes.filter((purpose) => this.answer(purpose, "") === undefined);
  }

  /** Undefined where the part cannot be loaded. */
  async #use<Name extends keyof Parts, Result>(name: Name, use: (part: Parts[Name]) => Result): Promise<Awaited<Result> | undefined> {
    try {
      return await use((await this.api.part<{ part(consent: Consent): Parts[Name] }>(name)).part(this));
    } catch {
      return undefined;
    }
  }

  /** Lets run what is granted, and tells the page. Where Google's tags cannot be told, nothing runs. */
  async #apply(source: string | null): Promise<void> {
    const { choices, id, until } = this.choice || NOBODY;
    const told = !this.#signals || (await this.#signal(this.#signals, true));
    const ran = told && openGate(this, this.options.nonce, source);
    this.#tell();
    const validUntil = until ? new Date(until * 1000).toISOString() : null;
    const names = Object.keys(this.banner?.policy.services || {});
    const services = Object.fromEntries(names.map((name) => [name, !!this.answer("", name)]));
    emit(member("documentElement"), "consent", { choices, services, id: id || null, validUntil, source });
    await ran;
  }

  /** Records the choice, and returns the key of what to say. What could not be sent goes with the next page. */
  async #send(choice: Choice, { key, source }: Unsent): Promise<string> {
    const policy = (await this.load())?.policy;
    if (!policy) return "later";
    const { choices, id, version } = choice;
    // What was not answered is not said: the server records it as refused, and leaves it to be asked.
    const among = (names: string[]) => Object.fromEntries(Object.entries(choices).filter(([name]) => names.includes(name)));
    const body = {
      version: version || policy.version,
      choices: among(policy.purposes),
      services: among(Object.keys(policy.services || {})),
      source,
      lang: this.options.lang,
      layout: screen.width < 600 ? "mobile" : "desktop",
      ...(id && { previous: id }),
    };
    try {
      const answer = await this.api.choose(body, key);
      // Where the server shares the site's domain, its own cookie is there by now, and lasts longer than ours would.
      const sent = { choices, version, id: answer.id, until: Math.floor(Date.parse(answer.validUntil) / 1000) };
      remember(null);
      if (remembered()?.id !== answer.id) remember(sent);
      this.choice = sent;
      return "saved";
    } catch (failure) {
      if (failure instanceof Failure && failure.status === 409) return this.#askAgain();
      return "later";
    }
  }

  /** The policy changed while the visitor was choosing: what was answered is not what is asked now. */
  async #askAgain(): Promise<string> {
    this.banner?.remove();
    this.banner = this.#loading = null;
    remember((this.choice = null));
    void this.#apply(null);
    const banner = await this.load();
    if (banner) void this.#show(banner, banner.policy.purposes);
    return "changed";
  }
}

function grants(choices: Choices): boolean {
  return Object.values(choices).includes(true);
}

function within<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, new Promise<undefined>((late) => setTimeout(late, PATIENCE_MS))]);
}
