import type { ConsentHost } from "./consent-types";

/**
 * Version of `ConsentHost`. After an upgrade, and while nodes of two versions answer, a main file of another build may load
 * a part: it uses the part only if the part knows its version, and otherwise falls back as if the part could not be loaded.
 */
export const HOST_VERSION = 2;

/** Version 1 had no number and named one tool differently. */
interface HostOfVersion1 {
  readonly version?: undefined;
  readonly tools: { addStyles?: unknown; readonly dress: unknown };
}

/** Makes the `part` function of a module: one instance per page, for hosts of a known version. */
export function definePart<Part>(create: (host: ConsentHost) => Part): (host: ConsentHost) => Part {
  let instance: Part | undefined;
  return (host) => (instance ||= create(checked(host)));
}

function checked(host: ConsentHost | HostOfVersion1): ConsentHost {
  if (host.version === undefined) host.tools.addStyles = host.tools.dress;
  else if (host.version !== HOST_VERSION) throw new Error(`palabre: a part of another version (${host.version})`);
  return host as ConsentHost;
}
