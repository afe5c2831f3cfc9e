declare module "*.css" {
  const text: string;
  export default text;
}

/** A few words per language, taken from the message bundles by the build. */
declare const PALABRE_WORDS: Record<string, { loadFailed: string; offline: string; retry: string }>;

/** Stands in the names of the parts that are loaded when they are needed: a digest of them, set by the build. */
declare const PALABRE_PARTS: string;
