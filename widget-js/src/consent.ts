import { type Api, Failure } from "./api";
import { Banner, type Policy } from "./consent-banner";
import { type Choice, remember, remembered, removeCookies, type Unsent } from "./consent-cookie";
import { find, member } from "./dom";
import { emit } from "./events";
import { declaredCookies, hasRun, openGate, wanted } from "./gate";

type Choices = Choice["choices"];

export interface Options {
  /** Where the page finds `consent("audience")`, and `consent()` that opens the choices. */
  readonly palabre: { consent?(purpose?: string): Promise<boolean> };
  readonly lang: string;
  /** Of the widget's own script, where the page has nonces. */
  readonly nonce?: string | undefined;
}

const OPENER = '[data-palabre="consent"]';
const DAY_S = 86_400;
const RELOAD_MS = 2_000;

/**
 * Applies the choice that this browser remembers, or asks for one where the site has purposes. Stores nothing before a
 * choice, and asks the server once, only where no choice is known or where the page lacks a control to change it.
 */
export async function startConsent(api: Api, options: Options): Promise<void> {
  await new Consent(api, options).start();
}

class Consent {
  readonly #api: Api;
  readonly #options: Options;
  #choice = remembered();
  #banner: Banner | null = null;
  #tell: () => void = () => {};
  readonly #known = new Promise<void>((tell) => (this.#tell = tell));

  constructor(api: Api, options: Options) {
    this.#api = api;
    this.#options = options;
    options.palabre.consent = async (purpose) => {
      if (!purpose) return this.#open();
      await this.#known;
      return !!this.#choices[purpose];
    };
  }

  get #choices(): Choices {
    return this.#choice?.choices || {};
  }

  async start(): Promise<void> {
    member("addEventListener").call(document, "click", ({ target }) => {
      if (target instanceof Element && target.closest(OPENER)) void this.#open();
    });
    const signal = "globalPrivacyControl" in navigator && navigator.globalPrivacyControl;
    if (this.#choice || signal) this.#apply();
    if (this.#choice?.unsent) void this.#send(this.#choice, this.#choice.unsent);
    const asked = !this.#choice ? !signal : wanted().some((purpose) => !(purpose in this.#choices));
    if (!asked && find(OPENER)) return;
    const banner = await this.#load();
    if (!banner) return this.#tell();
    if (!find(OPENER)) banner.addControl();
    if (asked && banner.policy.purposes.some((purpose) => !(purpose in this.#choices))) banner.ask(this.#choice);
  }

  /** Opens the choices as they stand; false where the site has none. */
  async #open(): Promise<boolean> {
    const banner = await this.#load();
    banner?.open(this.#choice);
    return !!banner;
  }

  /** Null where the site has no purposes, or where the server does not answer: then everything stays refused. */
  async #load(): Promise<Banner | null> {
    const policy: Policy | null = this.#banner ? null : await this.#api.consent(this.#options.lang).catch(() => null);
    if (policy) this.#banner ||= new Banner(policy, (choices, source) => void this.#decide(choices, source));
    return this.#banner;
  }

  async #decide(choices: Choices, source: string): Promise<void> {
    const { policy } = this.#banner!;
    const refused = policy.purposes.filter((purpose) => !choices[purpose]);
    const unsent = { key: randomKey(), source, lang: this.#options.lang };
    const until = Math.floor(Date.now() / 1000) + policy.validDays * DAY_S;
    const choice = { choices, until, version: policy.version, id: this.#choice?.id || "", unsent };
    remember((this.#choice = choice));
    this.#banner!.close();
    this.#apply();
    const sent = this.#send(choice, unsent).then((text) => this.#banner?.say(text));
    const left = refused.flatMap((purpose) => [...(policy.cookies?.[purpose] || []), ...declaredCookies(purpose)]);
    removeCookies(left);
    // What has run cannot be stopped but by leaving the page; the record has gone off, or goes with the next page.
    if (!refused.some(hasRun)) return;
    await Promise.race([sent, new Promise((late) => setTimeout(late, RELOAD_MS))]);
    removeCookies(left);
    location.reload();
  }

  /** Lets run what is granted, and tells the page. */
  #apply(): void {
    const { choices, id, until } = this.#choice || { choices: {} as Choices, id: "", until: 0 };
    openGate(new Set(Object.keys(choices).filter((purpose) => choices[purpose])), this.#options.nonce);
    this.#tell();
    const validUntil = until ? new Date(until * 1000).toISOString() : null;
    emit(member("documentElement"), "consent", { choices, id: id || null, validUntil });
  }

  /** Records the choice, and returns the key of what to say. What could not be sent goes with the next page. */
  async #send(choice: Choice, { key, source, lang }: Unsent): Promise<string> {
    const { choices, version, id } = choice;
    const body = { version, choices, services: {}, source, lang, ...(id && { previous: id }) };
    try {
      const answer = await this.#api.choose(body, key);
      // Where the server shares the site's host, its own cookie is there by now, and lasts longer than ours would.
      const own = remembered();
      const { unsent, ...made } = choice;
      const sent = { ...made, id: answer.id, until: Math.floor(Date.parse(answer.validUntil) / 1000) };
      if (own?.id !== answer.id || own.unsent) remember(sent);
      this.#choice = sent;
      return "saved";
    } catch (failure) {
      if (failure instanceof Failure && failure.status === 409) return this.#askAgain();
      return "later";
    }
  }

  /** The policy changed while the visitor was choosing: what was answered is not what is asked now. */
  async #askAgain(): Promise<string> {
    this.#banner?.remove();
    this.#banner = null;
    remember((this.#choice = null));
    this.#apply();
    (await this.#load())?.ask(null);
    return "changed";
  }
}

/** `randomUUID` exists on secure pages only. */
function randomKey(): string {
  return crypto.randomUUID?.() || crypto.getRandomValues(new Uint32Array(4)).join("-");
}
