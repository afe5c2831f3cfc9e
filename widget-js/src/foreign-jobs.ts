type Queue = unknown[];

/** What a page says to tarteaucitron: which services to load, and with what. */
interface Tarteaucitron {
  user?: Record<string, any>;
  job?: { push(name: string): unknown };
}

interface Loader {
  readonly address: string;
  /** What the service's script looks for when it runs; it asks nothing of anybody before. */
  prepare(): void;
  /** What the page wanted to be called once it has run. */
  readonly more?: () => void;
}

type Page = Record<string, any> & { tarteaucitron?: Tarteaucitron };

const page = window as unknown as Page;

/** The services whose loading needs no more than an address and a queue. */
const LOADERS: Record<string, (user: Record<string, any>) => Loader> = {
  gtag: ({ gtagUa, gtagMore }) => ({
    address: `https://www.googletagmanager.com/gtag/js?id=${gtagUa}`,
    prepare: () => {
      const queue = queueOf("dataLayer");
      // What Google's tags read are `arguments` objects, not arrays.
      page["gtag"] ||= function (): void {
        queue.push(arguments);
      };
      page["gtag"]("js", new Date());
      page["gtag"]("config", gtagUa);
    },
    more: gtagMore,
  }),
  googletagmanager: ({ googletagmanagerId }) => ({
    address: `https://www.googletagmanager.com/gtm.js?id=${googletagmanagerId}`,
    prepare: () => queueOf("dataLayer").push({ "gtm.start": Date.now(), event: "gtm.js" }),
  }),
  matomo: (user) => matomo(user, `${user["matomoHost"]}matomo.js`),
  matomocloud: (user) => matomo(user, user["matomoCustomJSPath"] || "https://cdn.matomo.cloud/matomo.js"),
};

/**
 * Makes scripts that wait of what a page gives to tarteaucitron, now and later, and puts them into the page. `unknown` is told
 * of services that cannot be loaded so.
 */
export function takeJobs(nonce: string, unknown: (name: string) => void): void {
  const { tarteaucitron } = page;
  if (!tarteaucitron || taken.has(tarteaucitron)) return;
  taken.add(tarteaucitron);
  const given = (tarteaucitron.job || []) as string[];
  const take = (name: string) => {
    const loader = LOADERS[name]?.(tarteaucitron.user || {});
    if (loader) document.head.append(waiting(name, loader, nonce));
    else unknown(name);
  };
  tarteaucitron.job = { push: take };
  given.forEach(take);
}

const taken = new WeakSet<Tarteaucitron>();

function waiting(name: string, { address, prepare, more }: Loader, nonce: string): HTMLScriptElement {
  const script = document.createElement("script");
  script.type = "text/plain";
  script.nonce = nonce;
  Object.assign(script.dataset, { name, src: address });
  if (more) script.addEventListener("load", more);
  prepare();
  return script;
}

function matomo({ matomoId, matomoHost }: Record<string, any>, address: string): Loader {
  const calls = [["setSiteId", matomoId], ["setTrackerUrl", `${matomoHost}matomo.php`], ["trackPageView"], ["enableLinkTracking"]];
  return { address, prepare: () => queueOf("_paq").push(...calls) };
}

function queueOf(name: string): Queue {
  return (page[name] ||= []);
}
