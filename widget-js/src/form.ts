import { type Api, Failure, type FieldError, type Sent, type Texts } from "./api";
import { build, type Node } from "./build";
import { check } from "./check";
import { focus } from "./dom";
import { type Attempt, attemptFor, Draft, Remembered, type Values } from "./draft";
import { inTime, say } from "./words";

type Control = HTMLInputElement | HTMLTextAreaElement;

/** What a form needs to know of its thread. */
export interface Surroundings {
  readonly api: Api;
  /** The server's name of the page, for what is kept on the device. */
  readonly page: string;
  readonly lang: string;
  readonly texts: Texts;
  readonly announce: (text: string) => void;
  readonly sent: (answer: Sent) => void;
}

/** The form of a thread: keeps what is typed, checks it, sends it once, and says what became of it. */
export class CommentForm {
  readonly #form: HTMLFormElement;
  readonly #around: Surroundings;
  readonly #texts: Texts;
  readonly #controls: Control[];
  readonly #remember: HTMLInputElement;
  readonly #submit: HTMLElement;
  readonly #submitWords: string;
  readonly #draft: Draft;
  readonly #remembered: Remembered;
  readonly #shownAt = Date.now();
  #attempt: Attempt | null = null;
  #busy = false;
  #notice: HTMLElement | undefined;

  constructor(form: HTMLFormElement, around: Surroundings) {
    this.#form = form;
    this.#around = around;
    this.#texts = around.texts;
    this.#controls = [...form.querySelectorAll<Control>(".field [name]")];
    this.#remember = form.querySelector(".check")!;
    this.#submit = form.querySelector(".submit")!;
    this.#submitWords = this.#submit.textContent!;
    this.#draft = new Draft(around.api.site, around.page);
    this.#remembered = new Remembered(around.api.site);
    form.setAttribute("novalidate", "");
    this.#restore();
    form.addEventListener("input", (event) => this.#typed(event.target as Control));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#busy) void this.#send();
    });
  }

  #restore(): void {
    const remembered = this.#remembered.read();
    const kept = this.#draft.read();
    const values: Values = { ...remembered, ...kept?.values };
    for (const control of this.#controls) control.value = values[control.name] ?? control.value;
    this.#attempt = kept?.attempt || null;
    this.#remember.checked = !!remembered;
    this.#remember.parentElement!.hidden = false;
    if (kept) this.#around.announce(say(this.#texts, "draftKept"));
  }

  #typed(control: Control): void {
    if (this.#remember.checked) this.#remembered.keep(this.#values());
    else if (control === this.#remember) this.#remembered.forget();
    if (!this.#controls.includes(control)) return;
    this.#draft.keep(this.#values(), this.#attempt);
    if (control.ariaInvalid && !this.#wrong(control)) this.#mark(control, "");
  }

  #values(): Values {
    return Object.fromEntries(this.#controls.map(({ name, value }) => [name, value]));
  }

  #wrong({ name, value, required, type, dataset }: Control): string {
    return check(value, { name, required, type, max: Number(dataset["max"]) }, this.#texts);
  }

  async #send(): Promise<void> {
    const errors = this.#controls.map((control) => ({ field: control.name, detail: this.#wrong(control) }));
    if (this.#refuse(errors.filter(({ detail }) => detail))) return;
    const payload = Object.fromEntries(new FormData(this.#form));
    const attempt = attemptFor(payload, Date.now() - this.#shownAt, this.#attempt);
    this.#keepAttempt(attempt);
    this.#wait(true);
    try {
      this.#succeed(await this.#around.api.submit(attempt.body, attempt.key));
    } catch (failure) {
      this.#fail(failure as Failure);
    }
    this.#wait(false);
  }

  #keepAttempt(attempt: Attempt | null): void {
    this.#attempt = attempt;
    this.#draft.keep(this.#values(), attempt);
  }

  /** Not `disabled`: that would drop the focus. */
  #wait(busy: boolean): void {
    this.#busy = busy;
    const words = busy ? say(this.#texts, "sending") : this.#submitWords;
    this.#submit.ariaDisabled = `${busy}`;
    this.#submit.replaceChildren(words);
    if (!busy) return;
    this.#notice?.remove();
    this.#around.announce(words);
  }

  #succeed(answer: Sent): void {
    const pending = answer.status !== "published";
    this.#draft.clear();
    HTMLFormElement.prototype.reset.call(this.#form);
    this.#restore();
    this.#tell("status", "done", [
      ["p", say(this.#texts, pending ? "success" : "published")],
      [
        "p",
        pending ? `${say(this.#texts, "pendingLead")} ` : "",
        ["a", { href: answer.statusUrl }, say(this.#texts, "pendingLink")],
      ],
    ]);
    this.#around.sent(answer);
  }

  #fail({ status, body, wait }: Failure): void {
    if (status === 422) this.#keepAttempt(null);
    if (this.#refuse(body.errors || [])) return;
    const why = body.detail || say(this.#texts, status || navigator.onLine ? "failed" : "offline");
    const when = wait ? say(this.#texts, "retryWhen", { when: inTime(this.#around.lang, wait) }) : "";
    this.#tell("alert", "", [
      ["p", `${why} ${when} ${say(this.#texts, "kept")}`],
      ["p", ["button", { type: "submit" }, say(this.#texts, "retry")]],
    ]);
  }

  /** Shows errors beside their fields and together above them. Says whether there are any. */
  #refuse(errors: FieldError[]): boolean {
    this.#form.querySelector(".summary")?.remove();
    for (const control of this.#controls) {
      this.#mark(control, errors.find(({ field }) => field === control.name)?.detail || "");
    }
    if (!errors.length) return false;
    this.#tell("alert", "summary", [
      ["p", say(this.#texts, "summary")],
      ["ul", ...errors.map(({ field, detail }): Node => ["li", this.#linkTo(field, detail)])],
    ]);
    return true;
  }

  #linkTo(field: string, detail: string): Node {
    const control = this.#controls.find(({ name }) => name === field);
    return control ? ["a", { href: `#${control.id}` }, detail] : detail;
  }

  #mark(control: Control, detail: string): void {
    const error = this.#form.querySelector<HTMLElement>(`#${control.id}-error`)!;
    control.ariaInvalid = detail ? "true" : null;
    error.hidden = !detail;
    error.replaceChildren(detail);
  }

  /** Says one thing at a time: what is to be corrected above the fields, what became of the sending below the button. */
  #tell(role: string, kind: string, content: Node[]): void {
    this.#notice?.remove();
    const notice = build([["div", { class: `notice ${kind}`, part: "message", role }, ...content]], document);
    this.#notice = notice.firstChild as HTMLElement;
    if (kind === "summary") this.#form.querySelector(".fields")!.before(notice);
    else this.#form.append(notice);
    focus(this.#notice);
  }
}
