type Settings = Record<string, unknown>;
type Queue = unknown[];

/** The global object in which a page tells tarteaucitron which services to load. */
interface Tarteaucitron {
  user?: Settings;
  job?: { push(name: string): unknown };
}

interface Loader {
  readonly address: string;
  /** Prepares the globals that the service's script reads; makes no request. */
  prepare(): void;
  /** The page's callback, called once the script has run. */
  readonly loaded?: (() => void) | undefined;
}

interface Globals extends Record<string, unknown> {
  tarteaucitron?: Tarteaucitron;
  gtag?: (...values: unknown[]) => void;
}

const globals = () => window as unknown as Globals;

/** Loaders of the services that need only an address and a queue. */
const LOADERS: Record<string, (user: Settings) => Loader> = {
  gtag: ({ gtagUa, gtagMore }) => ({
    address: `https://www.googletagmanager.com/gtag/js?id=${String(gtagUa)}`,
    prepare: () => {
      const queue = queueOf("dataLayer");
      // Google's tags read `arguments` objects, not arrays.
      const gtag = (globals().gtag ||= function (): void {
        // eslint-disable-next-line prefer-rest-params
        queue.push(arguments);
      });
      gtag("js", new Date());
      gtag("config", gtagUa);
    },
    loaded: gtagMore as Loader["loaded"],
  }),
  googletagmanager: ({ googletagmanagerId }) => ({
    address: `https://www.googletagmanager.com/gtm.js?id=${String(googletagmanagerId)}`,
    prepare: () => queueOf("dataLayer").push({ "gtm.start": Date.now(), event: "gtm.js" }),
  }),
  matomo: (user) => matomo(user, `${String(user["matomoHost"])}matomo.js`),
  matomocloud: (user) => matomo(user, (user["matomoCustomJSPath"] as string) || "https://cdn.matomo.cloud/matomo.js"),
};

const translated = new WeakSet<Tarteaucitron>();

/** Adds a blocked script for each service that the page tells tarteaucitron to load, now and later. */
export function translateJobs(nonce: string, warnUnknown: (name: string) => void): void {
  const { tarteaucitron } = globals();
  if (!tarteaucitron || translated.has(tarteaucitron)) return;
  translated.add(tarteaucitron);
  const given = (tarteaucitron.job || []) as string[];
  const add = (name: string) => {
    const loader = LOADERS[name]?.(tarteaucitron.user || {});
    if (loader) document.head.append(blockedScript(name, loader, nonce));
    else warnUnknown(name);
  };
  tarteaucitron.job = { push: add };
  given.forEach(add);
}

function blockedScript(name: string, loader: Loader, nonce: string): HTMLScriptElement {
  const script = document.createElement("script");
  script.type = "text/plain";
  script.nonce = nonce;
  Object.assign(script.dataset, { name, src: loader.address });
  if (loader.loaded) script.addEventListener("load", loader.loaded);
  loader.prepare();
  return script;
}

function matomo({ matomoId, matomoHost }: Settings, address: string): Loader {
  const calls = [
    ["setSiteId", matomoId],
    ["setTrackerUrl", `${String(matomoHost)}matomo.php`],
    ["trackPageView"],
    ["enableLinkTracking"],
  ];
  return { address, prepare: () => queueOf("_paq").push(...calls) };
}

function queueOf(name: string): Queue {
  return (globals()[name] ||= []) as Queue;
}
