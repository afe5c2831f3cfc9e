import type { Api, Failure } from "./api";
import { build, type TreeNode } from "./build";
import type { FieldError, Submitted, Texts } from "./documents";
import { focus } from "./dom";
import { type Attempt, attemptFor, Draft, SavedAuthor, type Values } from "./draft";
import { relativeTime, textOf } from "./texts";
import { validate } from "./validation";

type Control = HTMLInputElement | HTMLTextAreaElement;

/** The thread that a form belongs to. */
export interface FormContext {
  readonly api: Api;
  /** The server's key of the page, for entries that are stored on the device. */
  readonly page: string;
  readonly lang: string;
  readonly texts: Texts;
  readonly announce: (text: string) => void;
  readonly submitted: (answer: Submitted) => void;
}

/** The form of a thread: saves a draft, validates it, sends it once, and shows the result. */
export class CommentForm {
  readonly #form: HTMLFormElement;
  readonly #context: FormContext;
  readonly #texts: Texts;
  readonly #controls: Control[];
  readonly #remember: HTMLInputElement;
  readonly #submit: HTMLElement;
  readonly #submitText: string;
  readonly #draft: Draft;
  readonly #author: SavedAuthor;
  readonly #shownAt = Date.now();
  #attempt: Attempt | null = null;
  #busy = false;
  #notice: HTMLElement | undefined;

  constructor(form: HTMLFormElement, context: FormContext) {
    this.#form = form;
    this.#context = context;
    this.#texts = context.texts;
    this.#controls = [...form.querySelectorAll<Control>(".field [name]")];
    this.#remember = form.querySelector(".check")!;
    this.#submit = form.querySelector(".submit")!;
    this.#submitText = this.#submit.textContent!;
    this.#draft = new Draft(context.api.site, context.page);
    this.#author = new SavedAuthor(context.api.site);
    form.setAttribute("novalidate", "");
    this.#restore();
    form.addEventListener("input", (event) => this.#onInput(event.target as Control));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#busy) void this.#send();
    });
  }

  #restore(): void {
    const author = this.#author.read();
    const draft = this.#draft.read();
    const values: Values = { ...author, ...draft?.values };
    for (const control of this.#controls) control.value = values[control.name] ?? control.value;
    this.#attempt = draft?.attempt || null;
    this.#remember.checked = !!author;
    this.#remember.parentElement!.hidden = false;
    if (draft) this.#context.announce(textOf(this.#texts, "draftKept"));
  }

  #onInput(control: Control): void {
    if (this.#remember.checked) this.#author.save(this.#values());
    else if (control === this.#remember) this.#author.clear();
    if (!this.#controls.includes(control)) return;
    this.#draft.save(this.#values(), this.#attempt);
    if (control.ariaInvalid && !this.#errorOf(control)) this.#showError(control, "");
  }

  #values(): Values {
    return Object.fromEntries(this.#controls.map(({ name, value }) => [name, value]));
  }

  #errorOf({ name, value, required, type, dataset }: Control): string {
    return validate(value, { name, required, type, max: Number(dataset["max"]) }, this.#texts);
  }

  async #send(): Promise<void> {
    const errors = this.#controls.map((control) => ({ field: control.name, detail: this.#errorOf(control) }));
    if (this.#showErrors(errors.filter(({ detail }) => detail))) return;
    const payload = Object.fromEntries(new FormData(this.#form));
    const attempt = attemptFor(payload, Date.now() - this.#shownAt, this.#attempt);
    this.#saveAttempt(attempt);
    this.#setBusy(true);
    try {
      this.#onSuccess(await this.#context.api.submit(attempt.body, attempt.key), !!payload.email);
    } catch (failure) {
      this.#onFailure(failure as Failure);
    }
    this.#setBusy(false);
  }

  #saveAttempt(attempt: Attempt | null): void {
    this.#attempt = attempt;
    this.#draft.save(this.#values(), attempt);
  }

  /** Uses aria-disabled: `disabled` would lose the focus. */
  #setBusy(busy: boolean): void {
    this.#busy = busy;
    const text = busy ? textOf(this.#texts, "sending") : this.#submitText;
    this.#submit.ariaDisabled = `${busy}`;
    this.#submit.replaceChildren(text);
    if (!busy) return;
    this.#notice?.remove();
    this.#context.announce(text);
  }

  #onSuccess(answer: Submitted, mailed: boolean): void {
    const pending = answer.status !== "published";
    this.#draft.clear();
    HTMLFormElement.prototype.reset.call(this.#form);
    this.#restore();
    this.#showNotice("status", "done", [
      ["p", textOf(this.#texts, pending ? (mailed ? "success" : "successNoMail") : "published")],
      [
        "p",
        pending ? `${textOf(this.#texts, "pendingLead")} ` : "",
        ["a", { href: answer.statusUrl }, textOf(this.#texts, "pendingLink")],
      ],
    ]);
    this.#context.submitted(answer);
  }

  #onFailure({ status, body, wait }: Failure): void {
    if (status === 422) this.#saveAttempt(null);
    if (this.#showErrors(body.errors || [])) return;
    const reason = body.detail || textOf(this.#texts, status || navigator.onLine ? "failed" : "offline");
    const when = wait ? textOf(this.#texts, "retryWhen", { when: relativeTime(this.#context.lang, wait) }) : "";
    this.#showNotice("alert", "", [
      ["p", `${reason} ${when} ${textOf(this.#texts, "kept")}`],
      ["p", ["button", { type: "submit" }, textOf(this.#texts, "retry")]],
    ]);
  }

  /** Shows errors beside their fields and in a summary; returns whether there are any. */
  #showErrors(errors: FieldError[]): boolean {
    this.#form.querySelector(".summary")?.remove();
    for (const control of this.#controls) {
      this.#showError(control, errors.find(({ field }) => field === control.name)?.detail || "");
    }
    if (!errors.length) return false;
    this.#showNotice("alert", "summary", [
      ["p", textOf(this.#texts, "summary")],
      ["ul", ...errors.map(({ field, detail }): TreeNode => ["li", this.#linkTo(field, detail)])],
    ]);
    return true;
  }

  #linkTo(field: string, detail: string): TreeNode {
    const control = this.#controls.find(({ name }) => name === field);
    return control ? ["a", { href: `#${control.id}` }, detail] : detail;
  }

  #showError(control: Control, detail: string): void {
    const error = this.#form.querySelector<HTMLElement>(`#${control.id}-error`)!;
    control.ariaInvalid = detail ? "true" : null;
    error.hidden = !detail;
    error.replaceChildren(detail);
  }

  /** Shows one notice at a time: the error summary above the fields, the result of a request below the button. */
  #showNotice(role: string, kind: string, content: TreeNode[]): void {
    this.#notice?.remove();
    const notice = build([["div", { class: `notice ${kind}`, part: "message", role }, ...content]], document);
    this.#notice = notice.firstChild as HTMLElement;
    if (kind === "summary") this.#form.querySelector(".fields")!.before(notice);
    else this.#form.append(notice);
    focus(this.#notice);
  }
}
