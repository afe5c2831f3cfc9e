/** Node of a rendered template: a text, or a tag, optional attributes, and children. */
export type TreeNode = string | Built;
type Built = [tag: string, ...rest: (string | Record<string, string> | Built)[]];

const SVG = /^(svg|path|circle)$/;
const MAX_DEPTH = 64;

const elements = new Set(
  (
    "section div header footer h2 h3 h4 p span a ol ul li article time form fieldset legend label input textarea button " +
    "details summary strong em code pre blockquote br hr svg path circle text bdi small dialog select option table caption thead tbody tr th td"
  ).split(" "),
);
const attributes = new Set(
  (
    "class id lang dir title href rel target datetime role tabindex hidden type name value for required maxlength minlength " +
    "autocomplete inputmode placeholder rows checked disabled readonly action method novalidate part open viewBox d scope"
  ).split(" "),
);

/**
 * Builds DOM from nodes through the allow-list that the server applies too: other elements are left out with their children.
 * No string is ever parsed as HTML, so this runs under `require-trusted-types-for 'script'; trusted-types 'none'`.
 */
export function build(nodes: readonly TreeNode[], document: Document): DocumentFragment {
  const fragment = Document.prototype.createDocumentFragment.call(document);
  append(fragment, nodes, document, 1);
  return fragment;
}

function append(parent: ParentNode, nodes: readonly unknown[], document: Document, depth: number): void {
  for (const node of nodes) {
    if (typeof node === "string") parent.append(node);
    else if (Array.isArray(node) && depth <= MAX_DEPTH) appendElement(parent, node, document, depth);
  }
}

function appendElement(parent: ParentNode, [tag, ...rest]: unknown[], document: Document, depth: number): void {
  if (!elements.has(tag as string)) return;
  const space = SVG.test(tag as string) ? "2000/svg" : "1999/xhtml";
  const element = Document.prototype.createElementNS.call(document, `http://www.w3.org/${space}`, tag as string);
  const first = rest[0];
  if (first && typeof first === "object" && !Array.isArray(first)) setAttributes(element, first);
  append(element, rest, document, depth + 1);
  parent.append(element);
}

function setAttributes(element: Element, values: object): void {
  for (const [name, value] of Object.entries(values)) {
    if (allowed(name, value)) element.setAttribute(name, value);
  }
}

function allowed(name: string, value: unknown): value is string {
  if (typeof value !== "string") return false;
  if (name === "href" || name === "action") return /^(https?:|mailto:|#)/i.test(value);
  return attributes.has(name) || /^(aria|data)-[a-z0-9-]+$/.test(name);
}
