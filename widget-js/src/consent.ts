import type { Api } from "./api";

/** Holds the place of the consent manager. */
export async function startConsent(_api: Api, _options: object): Promise<void> {}
