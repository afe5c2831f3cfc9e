import type { ConsentHost } from "./consent-types";

/** Other managers' names of a purpose, by ours. */
const PURPOSES: Record<string, RegExp> = {
  necessary: /^(c0001|(strictly[-_ ]?)?(necessary|essential|required)|functionality_storage)$/i,
  audience: /^(c0002|analytics?|statistics?|performance|measurement|audience|analytic|measure_.*)$/i,
  preferences: /^(c0003|preferences?|functional(ity)?|experience)$/i,
  ads: /^(c0004|marketing|advertis(ing|ement)|ads?|targeting|.*_ads?)$/i,
  media: /^(c0005|social([-_ ]?media)?|media|videos?|embeds?|external([-_ ]?media)?)$/i,
};

/** Well-known services of a purpose. A grant to one of them is no grant to all. */
const SERVICES: Record<string, RegExp> = {
  audience:
    /^(ga|ga4|gtag|gajs|analytics|(google|adobe)[-_ ]?analytics|matomo\w*|piwik\w*|plausible|hotjar|clarity|xiti|atinternet)$/i,
  ads: /^((facebook|meta|tiktok|linkedin)[-_ ]?(pixel|ads|insight\w*)|google[-_ ]?ads\w*|adsense|doubleclick|criteo|bing[-_ ]?ads)$/i,
  media: /^(youtube\w*|vimeo|dailymotion|spotify|soundcloud|twitter\w*|instagram|facebook|google[-_ ]?maps|tiktok)$/i,
};

/** A purpose or service of the policy that a name of another manager stands for. */
export interface NameMatch {
  readonly key: string;
  readonly service: boolean;
  /** Whether a grant to that name is a grant to all of the key. */
  readonly same: boolean;
}

/** Maps names that other consent managers use to the purposes and services of the policy. */
export class PurposeNames {
  readonly #consent: Pick<ConsentHost, "banner" | "options">;
  readonly #warned = new Set<string>();

  constructor(consent: Pick<ConsentHost, "banner" | "options">) {
    this.#consent = consent;
  }

  /** The other manager's names that the site mapped itself. */
  get mapped(): string[] {
    return [...this.#map.keys()];
  }

  /** Null if only the site can map the name: `data-map="analytics=audience"`. */
  find(name: string): NameMatch | null {
    const { purposes, services = {} } = this.#consent.banner!.policy;
    const given = this.#map.get(name) || name;
    if (given in services) return { key: given, service: true, same: true };
    if (purposes.includes(given) || given === "necessary") return { key: given, service: false, same: true };
    for (const [table, same] of [
      [PURPOSES, true],
      [SERVICES, false],
    ] as const) {
      const key = Object.keys(table).find((purpose) => table[purpose]!.test(name));
      if (key && (purposes.includes(key) || key === "necessary")) return { key, service: false, same };
    }
    return null;
  }

  /** Warns once per name that the site's owner has to map it. */
  warnUnmapped(name: string): void {
    this.warn(name, `Which purpose is it? Add it to the script: data-map="${name}=…". Until then it stays blocked.`);
  }

  /** Warns once per name, and says what to do. */
  warn(name: string, advice: string): void {
    if (!this.#warned.has(name)) console.warn(`Palabre does not know «${name}». ${advice}`);
    this.#warned.add(name);
  }

  get #map(): Map<string, string> {
    const pairs = this.#consent.options.map?.split(/[\s,]+/) || [];
    return new Map(pairs.map((pair) => pair.split("=") as [string, string]));
  }
}
