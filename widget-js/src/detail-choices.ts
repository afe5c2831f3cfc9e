import type { Choice, ConsentHost } from "./consent-types";
import styles from "./detail.css";
import { textOf } from "./texts";

const DAY_MS = 86_400_000;

/** The dialog with a checkbox for each purpose and each service. Closing it stores nothing. */
export class ChoicesDialog {
  readonly #consent: ConsentHost;
  #version = "";
  #dialog: HTMLDialogElement | null = null;

  constructor(consent: ConsentHost) {
    this.#consent = consent;
    consent.tools.addStyles(styles);
  }

  /** The dialog of the policy in force, or null if the site has none. */
  async dialog(): Promise<HTMLDialogElement | null> {
    const { api, options, tools } = this.#consent;
    const banner = await this.#consent.load();
    if (banner && this.#version !== banner.policy.version) {
      const { nodes } = await api.consent(options.lang, { layer: "detail" });
      this.#version = banner.policy.version;
      this.#dialog = tools.build(nodes, document).firstElementChild as HTMLDialogElement;
      this.#dialog.addEventListener("click", ({ target }) => this.#onClick((target as Element).closest("button")));
      this.#dialog.addEventListener("change", ({ target }) => this.#onChange(target as HTMLInputElement));
    }
    return this.#dialog;
  }

  /** Opens the dialog with the current choice, or with nothing checked. Shows an error if the server does not answer. */
  async open(): Promise<true> {
    const dialog = await this.dialog().catch(() => this.#consent.banner!.say("offline"));
    if (!dialog || dialog.open) return true;
    this.#consent.banner!.home.append(dialog);
    for (const box of this.#boxes()) box.checked = !!this.#answerOf(box);
    for (const box of this.#boxes("[data-service-of]")) this.#syncPurpose(box);
    this.#showState(this.#consent.choice);
    dialog.showModal();
    dialog.querySelector("h2")!.focus();
    return true;
  }

  #answerOf(box: HTMLInputElement): boolean | undefined {
    const purpose = box.dataset["serviceOf"];
    return purpose ? this.#consent.answer(purpose, box.value) : this.#consent.answer(box.value, "");
  }

  #boxes(selector = ""): HTMLInputElement[] {
    return [...this.#dialog!.querySelectorAll<HTMLInputElement>(`.section__toggle${selector}`)];
  }

  #services(purpose: string): HTMLInputElement[] {
    return this.#boxes("[data-service-of]").filter((box) => box.dataset["serviceOf"] === purpose);
  }

  /** A purpose checks its services, and services determine the state of their purpose. */
  #onChange(box: HTMLInputElement): void {
    for (const service of this.#services(box.value)) service.checked = box.checked;
    if (box.dataset["serviceOf"]) this.#syncPurpose(box);
  }

  #syncPurpose(service: HTMLInputElement): void {
    const all = this.#services(service.dataset["serviceOf"]!);
    const purpose = this.#boxes().find((box) => box.value === service.dataset["serviceOf"])!;
    purpose.checked = all.every((box) => box.checked);
    purpose.indeterminate = !purpose.checked && all.some((box) => box.checked);
  }

  #onClick(button: HTMLElement | null): void {
    if (!button) return;
    const role = button.dataset["role"];
    const answers = this.#boxes(role === "save" ? "" : ":not([data-service-of])");
    this.#dialog!.close();
    if (!role) return;
    const given = answers.map((box) => [box.value, role === "save" ? box.checked : role === "all"] as const);
    void this.#consent.decide(Object.fromEntries(given), "dialog");
  }

  #showState(choice: Choice | null): void {
    const { banner } = this.#consent;
    const { texts, validDays } = banner!.policy;
    const dialog = this.#dialog!;
    const day = (ms: number) => new Date(ms).toLocaleDateString(dialog.lang, { dateStyle: "long" });
    const state = dialog.querySelector<HTMLElement>(".pm__state")!;
    const [text, link] = state.children as unknown as [HTMLElement, HTMLAnchorElement];
    state.hidden = !choice?.until;
    if (choice) {
      const until = choice.until * 1000;
      const receipt = choice.id && textOf(texts, "number", { number: choice.id });
      text.textContent = `${textOf(texts, "decided", { date: day(until - validDays * DAY_MS), until: day(until) })} ${receipt}`;
      link.hidden = !choice.id;
      link.href = new URL(choice.id, link.href).href;
    }
    dialog.querySelector<HTMLElement>(".pm__gpc")!.hidden =
      !!choice || !(navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl;
  }
}
