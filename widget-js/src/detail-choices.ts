import type { Consent } from "./consent";
import type { Choice } from "./consent-cookie";
import styles from "./detail.css";
import { say } from "./words";

const DAY_MS = 86_400_000;

/** The second layer: a dialog with a box for each purpose and each service. Closing it writes nothing. */
export class Choices {
  readonly #consent: Consent;
  #version = "";
  #dialog: HTMLDialogElement | null = null;

  constructor(consent: Consent) {
    this.#consent = consent;
    consent.tools.dress(styles);
  }

  /** The dialog of the policy in force, or null where the site has none. */
  async dialog(): Promise<HTMLDialogElement | null> {
    const { api, options, tools } = this.#consent;
    const banner = await this.#consent.load();
    if (banner && this.#version !== banner.policy.version) {
      const { nodes } = await api.consent(options.lang, { layer: "detail" });
      this.#version = banner.policy.version;
      this.#dialog = tools.build(nodes, document).firstElementChild as HTMLDialogElement;
      this.#dialog.addEventListener("click", ({ target }) => this.#press((target as Element).closest("button")));
      this.#dialog.addEventListener("change", ({ target }) => this.#tick(target as HTMLInputElement));
    }
    return this.#dialog;
  }

  /** Shows what is chosen now, or nothing ticked. Where the server does not answer, says so. */
  async open(): Promise<true> {
    const dialog = await this.dialog().catch(() => this.#consent.banner!.say("offline"));
    if (!dialog || dialog.open) return true;
    this.#consent.banner!.home.append(dialog);
    for (const box of this.#boxes()) box.checked = !!this.#answer(box);
    for (const box of this.#boxes("[data-service-of]")) this.#settle(box);
    this.#showState(this.#consent.choice);
    dialog.showModal();
    dialog.querySelector("h2")!.focus();
    return true;
  }

  #answer(box: HTMLInputElement): boolean | undefined {
    const purpose = box.dataset["serviceOf"];
    return purpose ? this.#consent.answer(purpose, box.value) : this.#consent.answer(box.value, "");
  }

  #boxes(selector = ""): HTMLInputElement[] {
    return [...this.#dialog!.querySelectorAll<HTMLInputElement>(`.section__toggle${selector}`)];
  }

  #services(purpose: string): HTMLInputElement[] {
    return this.#boxes("[data-service-of]").filter((box) => box.dataset["serviceOf"] === purpose);
  }

  /** A purpose stands for its services, and they for it. */
  #tick(box: HTMLInputElement): void {
    for (const service of this.#services(box.value)) service.checked = box.checked;
    if (box.dataset["serviceOf"]) this.#settle(box);
  }

  #settle(service: HTMLInputElement): void {
    const all = this.#services(service.dataset["serviceOf"]!);
    const purpose = this.#boxes().find((box) => box.value === service.dataset["serviceOf"])!;
    purpose.checked = all.every((box) => box.checked);
    purpose.indeterminate = !purpose.checked && all.some((box) => box.checked);
  }

  #press(button: HTMLElement | null): void {
    if (!button) return;
    const role = button.dataset["role"];
    const answers = this.#boxes(role === "save" ? "" : ":not([data-service-of])");
    this.#dialog!.close();
    if (!role) return;
    const given = answers.map((box) => [box.value, role === "save" ? box.checked : role === "all"]);
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
      const receipt = choice.id && say(texts, "number", { number: choice.id });
      text.textContent = `${say(texts, "decided", { date: day(until - validDays * DAY_MS), until: day(until) })} ${receipt}`;
      link.hidden = !choice.id;
      link.href = new URL(choice.id, link.href).href;
    }
    dialog.querySelector<HTMLElement>(".pm__gpc")!.hidden = !!choice || !(navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl;
  }
}
