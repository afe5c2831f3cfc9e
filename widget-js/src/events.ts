/** Details of the `palabre:<name>` events, which bubble out of the widget's elements. */
export interface Details {
  /** A thread is shown. */
  ready: { count: number; open: boolean };
  /** The reader's comment was accepted by the server. */
  submitted: { id: string; status: string };
  /** The reader's own comment is now online. */
  published: { id: string };
  /** The visitor's choices are known or have changed. */
  consent: {
    /** By purpose, and by service where one is answered otherwise than its purpose. */
    choices: Readonly<Record<string, boolean>>;
    /** By service, all of them, if the policy is loaded. */
    services: Readonly<Record<string, boolean>>;
    id: string | null;
    validUntil: string | null;
    /** Where the visitor just answered; null for a stored choice. */
    source: string | null;
  };
}

export type Name = keyof Details;

export function emit<N extends Name>(target: EventTarget, name: N, detail: Details[N]): void {
  target.dispatchEvent(new CustomEvent(`palabre:${name}`, { detail, bubbles: true, composed: true }));
}

/** Listens for events of every palabre element of the page. Returns a function that removes the listener. */
export function on<N extends Name>(name: N, listener: (detail: Details[N], event: Event) => void): () => void {
  const handler = (event: Event) => listener((event as CustomEvent<Details[N]>).detail, event);
  addEventListener(`palabre:${name}`, handler);
  return () => removeEventListener(`palabre:${name}`, handler);
}
