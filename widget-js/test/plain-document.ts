/** The part of a document that `build` uses; `toString` prints it as markup. */
export class PlainNode {
  readonly children: (PlainNode | string)[] = [];
  readonly attributes = new Map<string, string>();

  constructor(readonly tag: string) {}

  append(...children: (PlainNode | string)[]): void {
    this.children.push(...children);
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  toString(): string {
    const inner = this.children
      .map((child) => (typeof child === "string" ? child.replace(/</g, "&lt;") : String(child)))
      .join("");
    const attributes = [...this.attributes].map(([name, value]) => ` ${name}="${value}"`).join("");
    return this.tag ? `<${this.tag}${attributes}>${inner}</${this.tag}>` : inner;
  }
}

export class PlainDocument {
  createElementNS(_space: string, tag: string): PlainNode {
    return new PlainNode(tag);
  }

  createDocumentFragment(): PlainNode {
    return new PlainNode("");
  }
}

Object.assign(globalThis, { Document: PlainDocument });
