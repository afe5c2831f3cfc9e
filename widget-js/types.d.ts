declare module "*.css" {
  const text: string;
  export default text;
}

/** Built-in texts per language, taken from the message bundles by the build. */
declare const PALABRE_TEXTS: Record<string, { loadFailed: string; offline: string; retry: string }>;

/** Digest in the file names of the parts, set by the build. */
declare const PALABRE_PARTS: string;
