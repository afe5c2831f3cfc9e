import { type Api, Failure } from "./api";
import { build } from "./build";
import { clearRevoked } from "./clear-revoked";
import { addStyles, Banner } from "./consent-banner";
import { confirmToRobots, readCookie, writeCookie } from "./consent-cookie";
import { updateConsentMode } from "./consent-mode";
import { HOST_VERSION } from "./consent-part";
import { recordChoice } from "./consent-record";
import { answerOf, decided, hasGrant, unansweredOf, withoutChanged } from "./consent-state";
import type {
  Choice,
  Choices,
  ConsentApi,
  ConsentHost,
  Options,
  PartModule,
  Parts,
  Tools,
  Unsent,
} from "./consent-types";
import { find, member } from "./dom";
import type { ConsentDocument, Signals } from "./documents";
import { randomKey } from "./draft";
import { emit } from "./events";
import { type ConsentSource, granted, hasRunRevoked, keysOf, loadOnce, openGate, releaseGranted } from "./gate";

const OPENER = '[data-palabre="consent"]';
const TIMEOUT_MS = 2_000;
const NO_CHOICE = { choices: {} as Choices, id: "", until: 0 };

/**
 * Applies the stored choice, or asks for one if the site has purposes. Stores nothing before a choice, and calls the server
 * at most once: for the policy, or for whether the answered version is still in force.
 */
export function startConsent(api: Api, options: Options): ConsentApi {
  const consent = new Consent(api, options);
  void consent.start();
  return (name) => consent.ask(name);
}

export class Consent implements ConsentSource, ConsentHost {
  readonly version = HOST_VERSION;
  readonly api: Pick<Api, "choose" | "consent" | "part" | "post" | "server">;
  readonly options: Options;
  readonly tools: Tools = { build, addStyles, granted, keysOf, loadOnce };
  choice = readCookie();
  banner: Banner | null = null;
  #signals: Signals | undefined;
  #loading: Promise<ConsentDocument | null> | null = null;
  #resolveReady: () => void = () => {};
  /** Resolves once the answers are known. */
  readonly #ready = new Promise<void>((resolve) => (this.#resolveReady = resolve));

  constructor(api: Consent["api"], options: Options) {
    this.api = api;
    this.options = options;
  }

  async start(): Promise<void> {
    addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest(OPENER)) void this.open();
    });
    const { choice } = this;
    const refused = (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl;
    if (choice?.unsent) void this.#send(choice, choice.unsent).then(() => clearRevoked(this));
    const purposes = choice ? await this.#renew(choice) : refused ? [] : await this.#unanswered(true);
    if (this.choice || refused) void this.#apply(null);
    else void openGate(this, this.options.nonce);
    if (!purposes[0]) this.#resolveReady();
    const opener = find(OPENER);
    if (!purposes[0] && opener) return;
    const banner = await this.load();
    if (!banner) return;
    if (!opener) banner.addControl();
    if (purposes[0]) await this.#show(banner, purposes);
  }

  async #show(banner: Banner, purposes: readonly string[]): Promise<void> {
    let late = false;
    const asked =
      banner.policy.layout !== "bar" && (await within(this.#use("detail", (detail) => late || detail.ask(purposes))));
    late = true;
    if (!asked) banner.ask(purposes);
  }

  /** The public function: see `ConsentApi`. */
  async ask(name?: string): Promise<boolean> {
    if (!name) return this.open();
    await this.#ready;
    const { choices } = this.choice || NO_CHOICE;
    // The name may be a service without an answer of its own: only the policy knows its purpose.
    if (!(name in choices) && hasGrant(choices)) await this.load();
    return !!this.answer("", name);
  }

  /** Opens the choices; false if the site has none. */
  async open(): Promise<boolean> {
    const banner = await this.load();
    if (!banner) return false;
    // If the page's policy forbids import(), the first layer and the page of the choices replace the dialog.
    if (await this.#use("detail", (detail) => detail.open())) return true;
    if (banner.shown) location.assign(banner.home.querySelector("a")!.href);
    else banner.ask(banner.policy.purposes);
    return true;
  }

  /** Null if the site has no purposes, or if the server does not answer: then everything stays refused. */
  async load(): Promise<Banner | null> {
    this.#loading ||= this.api.consent(this.options.lang).catch(() => (this.#loading = null));
    const policy = await this.#loading;
    if (policy) this.#adopt(policy);
    return this.banner;
  }

  answer(purpose: string, service: string): boolean | undefined {
    return answerOf((this.choice || NO_CHOICE).choices, purpose, service, this.banner?.policy.services);
  }

  /** Waits a limited time: a slow server or part does not hold back what is granted. Its result is applied once there. */
  async prepare(blocked: HTMLElement[]): Promise<void> {
    let late = false;
    await within(this.#prepare(blocked).then(() => late && void releaseGranted()));
    late = true;
  }

  async #prepare(blocked: HTMLElement[]): Promise<void> {
    if (this.choice && blocked.some((node) => !keysOf(node).purposes[0])) await this.load();
    if (this.options.map != null) await this.#use("compat", (compat) => compat.translate());
  }

  remaining(blocked: HTMLElement[]): void {
    const visible = blocked.filter((node) =>
      "content" in node
        ? (node as HTMLTemplateElement).content.querySelector("iframe,img")
        : Number(node.getAttribute("height") || node.offsetHeight) > 31,
    );
    if (visible[0]) void this.#use("extras", (extras) => extras.showPlaceholders(visible));
    if (find("palabre-cookie-table:not(:defined)")) void this.#use("extras", (extras) => extras.fillTables());
  }

  /** Answers purposes and services by name; the others keep their answer, or stay unanswered. */
  async decide(given: Choices, source: string): Promise<void> {
    const unsent = { key: randomKey(), source };
    const choice = (this.choice = decided(this.choice, given, this.banner!.policy, unsent, Date.now()));
    writeCookie(choice);
    confirmToRobots();
    if (choice.version) this.banner!.close();
    const applied = this.#apply(source);
    const sent = this.#send(choice, unsent).then((text) => source === "api" || this.banner?.say(text));
    const cleared = Object.values(choice.choices).includes(false) && clearRevoked(this);
    // A script that has run can only be stopped by reloading; an unsent record is sent with the next page.
    if (!hasRunRevoked()) return;
    await within(Promise.all([sent, applied, cleared]));
    await clearRevoked(this);
    location.reload();
  }

  #adopt(policy: ConsentDocument): void {
    if (this.banner) return;
    const banner = (this.banner = new Banner(policy, (role) => {
      if (role === "show") void this.open();
      else void this.decide(Object.fromEntries(banner.asked.map((purpose) => [purpose, role === "all"])), "banner");
    }));
    this.#applySettings(policy);
  }

  #applySettings({ signals, leaks = 0 }: Pick<ConsentDocument, "signals" | "leaks">): void {
    if (signals && !this.#signals) updateConsentMode((this.#signals = signals));
    if (Math.random() < leaks) void this.#use("extras", (extras) => extras.reportLeaks());
  }

  /** The purposes that must be asked again, because they changed since the visitor answered. */
  async #renew({ choices, version }: Choice): Promise<readonly string[]> {
    if (!version) return this.#unanswered(hasGrant(choices));
    const renewal = await within(this.api.consent(this.options.lang, { known: version }).catch(() => undefined));
    // Unknown whether the site uses Consent Mode: everything is denied for Google's tags, in case some of them run now.
    if (renewal === undefined) this.#signals = {};
    if (!renewal) return [];
    if (!("nodes" in renewal)) this.#applySettings(renewal);
    else {
      this.#loading = Promise.resolve(renewal);
      this.#adopt(renewal);
      this.choice = { ...this.choice!, choices: withoutChanged(choices, renewal.changed, renewal.services) };
    }
    return renewal.changed;
  }

  /** Purposes without an answer, after a choice made with another consent manager was imported. */
  async #unanswered(ask: boolean): Promise<string[]> {
    const policy = ask && (await this.load())?.policy;
    if (!policy) return [];
    if (!this.choice && this.options.map != null)
      await within(this.#use("compat", (compat) => !this.choice && compat.takeOver()));
    return unansweredOf(policy.purposes, (this.choice || NO_CHOICE).choices);
  }

  /** Undefined if the part cannot be loaded, or is of another version. */
  async #use<N extends keyof Parts, R>(name: N, use: (part: Parts[N]) => R): Promise<Awaited<R> | undefined> {
    try {
      return await use(((await this.api.part(name)) as PartModule<Parts[N]>).part(this));
    } catch {
      return undefined;
    }
  }

  /** Releases granted nodes, and notifies the page. */
  async #apply(source: string | null): Promise<void> {
    const { choices, id, until } = this.choice || NO_CHOICE;
    if (this.#signals) updateConsentMode(this.#signals, (purpose) => this.answer(purpose, ""));
    const ran = openGate(this, this.options.nonce, source);
    this.#resolveReady();
    const validUntil = until ? new Date(until * 1000).toISOString() : null;
    const names = Object.keys(this.banner?.policy.services || {});
    const services = Object.fromEntries(names.map((name) => [name, !!this.answer("", name)]));
    emit(member("documentElement"), "consent", { choices, services, id: id || null, validUntil, source });
    await ran;
  }

  /** Records the choice, and returns the key of the text to show. A choice that was not sent is sent with the next page. */
  async #send(choice: Choice, unsent: Unsent): Promise<string> {
    const policy = (await this.load())?.policy;
    if (!policy) return "later";
    try {
      this.choice = await recordChoice(this.api, policy, choice, unsent, this.options.lang);
      return "saved";
    } catch (failure) {
      if (failure instanceof Failure && failure.status === 409) return this.#askAgain();
      return "later";
    }
  }

  /** The policy changed while the visitor was answering: the answers do not apply to the new one. */
  async #askAgain(): Promise<string> {
    this.banner?.remove();
    this.banner = this.#loading = null;
    writeCookie((this.choice = null));
    void this.#apply(null);
    const banner = await this.load();
    if (banner) void this.#show(banner, banner.policy.purposes);
    return "changed";
  }
}

/** The result of a promise, or undefined if it takes too long. */
function within<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, new Promise<undefined>((resolve) => setTimeout(resolve, TIMEOUT_MS))]);
}
