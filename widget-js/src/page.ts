import type { Page } from "./api";
import { find, member } from "./dom";

/** The page that an element speaks of: its attributes, else what the document says of itself. */
export function pageOf(element: Element): Page {
  return {
    id: element.getAttribute("page-id"),
    url: addressOf(element),
    title: element.getAttribute("page-title") || ownTitle(),
    lang: langOf(element),
    sort: element.getAttribute("sort"),
  };
}

/** Absolute, because the server does not know what a relative address is relative to. */
export function addressOf(element: Element): string {
  const given = element.getAttribute("page-url") || find("head>link[rel~=canonical]")?.getAttribute("href");
  return absolute(given || location.href, member("baseURI"));
}

/** An address that is already absolute stays as it is written. */
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
