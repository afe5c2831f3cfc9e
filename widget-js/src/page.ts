import type { Page } from "./documents";
import { find, member } from "./dom";

/** The page of an element: its attributes, or else the document's own metadata. */
export function pageOf(element: Element): Page {
  return {
    id: element.getAttribute("page-id"),
    url: addressOf(element),
    title: element.getAttribute("page-title") || ownTitle(),
    lang: langOf(element),
    sort: element.getAttribute("sort"),
  };
}

/** The page's URL, absolute: the server does not know the base of a relative one. */
export function addressOf(element: Element): string {
  const given = element.getAttribute("page-url") || find("head>link[rel~=canonical]")?.getAttribute("href");
  return absolute(given || location.href, member("baseURI"));
}

/** Resolves an address; one that is already absolute stays unchanged. */
export function absolute(address: string, base: string): string {
  if (/^https?:/i.test(address)) return address;
  try {
    return new URL(address, base).href;
  } catch {
    return address;
  }
}

export function langOf(element: Element): string {
  const closest = element.closest("[lang]") || member("documentElement");
  return closest.getAttribute("lang") || "";
}

function ownTitle(): string {
  return find('head>meta[property="og:title"]')?.getAttribute("content") || member("title");
}
