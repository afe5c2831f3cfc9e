import type { Api } from "./api";
import { readCookie, writeCookie } from "./consent-cookie";
import type { Choice, Unsent } from "./consent-types";
import type { ConsentDocument } from "./documents";

/** Sends a choice to the server and returns it as recorded. Rejects with a `Failure`. */
export async function recordChoice(
  api: Pick<Api, "choose">,
  policy: ConsentDocument,
  { choices, id, version }: Choice,
  { key, source }: Unsent,
  lang: string,
): Promise<Choice> {
  // Unanswered names are left out: the server records them as refused, and they will be asked again.
  const only = (names: string[]) =>
    Object.fromEntries(Object.entries(choices).filter(([name]) => names.includes(name)));
  const body = {
    version: version || policy.version,
    choices: only(policy.purposes),
    services: only(Object.keys(policy.services || {})),
    source,
    lang,
    layout: screen.width < 600 ? "mobile" : "desktop",
    ...(id && { previous: id }),
  };
  const answer = await api.choose(body, key);
  const recorded = { choices, version, id: answer.id, until: Math.floor(Date.parse(answer.validUntil) / 1000) };
  // If the server shares the site's domain, its own cookie is now set, and lasts longer than ours would.
  writeCookie(null);
  if (readCookie()?.id !== answer.id) writeCookie(recorded);
  return recorded;
}
