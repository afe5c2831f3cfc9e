/**
 * Reads a member of the document. A page's own markup can shadow a document's members (`<img name="currentScript">`
 * replaces `document.currentScript`); read from the prototype, they cannot be.
 */
export function member<K extends keyof Document>(name: K): Document[K] {
  return Reflect.get(Document.prototype, name, document);
}

/** The first element of the document that matches. */
export function find<E extends Element>(selector: string): E | null {
  return member("querySelector").call(document, selector) as E | null;
}

/** Every element of the document that matches. */
export function findAll<E extends Element>(selector: string): E[] {
  return [...(member("querySelectorAll").call(document, selector) as NodeListOf<E>)];
}

/** Runs `action` once the document is parsed: until then declarative shadow roots and links may still arrive. */
export function whenParsed(action: () => void): void {
  if (member("readyState") === "loading") {
    member("addEventListener").call(document, "DOMContentLoaded", action, { once: true });
  } else {
    action();
  }
}

/** Moves focus to an element that may not be focusable by itself. */
export function focus(element: HTMLElement): void {
  if (element.tabIndex < 0) element.setAttribute("tabindex", "-1");
  element.focus();
}
