import type { Consent } from "./consent";

/** What others call a purpose, by ours. */
const PURPOSES: Record<string, RegExp> = {
  necessary: /^(c0001|(strictly[-_ ]?)?(necessary|essential|required)|functionality_storage)$/i,
  audience: /^(c0002|analytics?|statistics?|performance|measurement|audience|analytic|measure_.*)$/i,
  preferences: /^(c0003|preferences?|functional(ity)?|experience)$/i,
  ads: /^(c0004|marketing|advertis(ing|ement)|ads?|targeting|.*_ads?)$/i,
  media: /^(c0005|social([-_ ]?media)?|media|videos?|embeds?|external([-_ ]?media)?)$/i,
};

/** Well-known services of a purpose. A grant to one of them is no grant to all. */
const SERVICES: Record<string, RegExp> = {
  audience: /^(ga|ga4|gtag|gajs|analytics|(google|adobe)[-_ ]?analytics|matomo\w*|piwik\w*|plausible|hotjar|clarity|xiti|atinternet)$/i,
  ads: /^((facebook|meta|tiktok|linkedin)[-_ ]?(pixel|ads|insight\w*)|google[-_ ]?ads\w*|adsense|doubleclick|criteo|bing[-_ ]?ads)$/i,
  media: /^(youtube\w*|vimeo|dailymotion|spotify|soundcloud|twitter\w*|instagram|facebook|google[-_ ]?maps|tiktok)$/i,
};

/** A name of another consent manager, in ours. */
export interface Named {
  /** Purposes, or a service, as the policy knows them. */
  readonly key: string;
  readonly service: boolean;
  /** Whether a yes to that name is a yes to all of the key. */
  readonly same: boolean;
}

/** Knows which purpose or service of the policy is meant by the names that other consent managers use. */
export class Names {
  readonly #consent: Consent;
  readonly #told = new Set<string>();

  constructor(consent: Consent) {
    this.#consent = consent;
  }

  /** The names of the other manager that the site mapped by hand. */
  get mapped(): string[] {
    return [...this.#map.keys()];
  }

  /** Null where the site has to say it: `data-map="analytics=audience"`. */
  find(name: string): Named | null {
    const { purposes, services = {} } = this.#consent.banner!.policy;
    const given = this.#map.get(name) || name;
    if (given in services) return { key: given, service: true, same: true };
    if (purposes.includes(given) || given === "necessary") return { key: given, service: false, same: true };
    for (const [table, same] of [[PURPOSES, true], [SERVICES, false]] as const) {
      const key = Object.keys(table).find((purpose) => table[purpose]!.test(name));
      if (key && (purposes.includes(key) || key === "necessary")) return { key, service: false, same };
    }
    return null;
  }

  /** Says in the console, once for each, what the site's owner has to map. */
  complain(name: string): void {
    this.warn(name, `Which purpose is it? Say it on the script: data-map="${name}=…". Until then it stays blocked.`);
  }

  /** Says in the console, once for each name, what to do. */
  warn(name: string, what: string): void {
    if (!this.#told.has(name)) console.warn(`Palabre does not know «${name}». ${what}`);
    this.#told.add(name);
  }

  get #map(): Map<string, string> {
    const pairs = this.#consent.options.map?.split(/[\s,]+/) || [];
    return new Map(pairs.map((pair) => pair.split("=") as [string, string]));
  }
}
