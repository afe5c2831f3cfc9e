/** The matchers and actions of rules that our own rule uses. */
interface Step {
  readonly type: string;
  readonly target?: { readonly selector: string; readonly displayFilter?: boolean };
  readonly actions?: Step[];
  readonly trueAction?: Step;
  readonly consents?: { readonly type: string; readonly matcher: Step; readonly toggleAction: Step }[];
  readonly retries?: number;
  readonly waitTime?: number;
}

interface Rule {
  readonly detectors: { readonly presentMatcher: Step[]; readonly showingMatcher: Step[] }[];
  readonly methods: { readonly name: string; readonly action: Step }[];
}

/**
 * Does in a page what Consent-O-Matic's engine does with a rule: detects, opens the options, turns each toggle to what its
 * user wants of the category, saves. It sees and clicks what the engine sees and clicks, and no more; a step that this does
 * not know throws.
 */
export async function consentOMatic({ rule, wishes }: { rule: Rule; wishes: Record<string, boolean> }): Promise<void> {
  const find = ({ target }: Step) =>
    [...document.querySelectorAll<HTMLElement>(target!.selector)].find(
      (each) => !target!.displayFilter || each.offsetHeight !== 0,
    );
  const act: Record<string, (step: Step) => Promise<void>> = {
    click: async (step) => find(step)?.click(),
    hide: async (step) => find(step)?.style.setProperty("opacity", "0"),
    list: async ({ actions }) => {
      for (const action of actions!) await run(action);
    },
    ifcss: async (step) => {
      if (find(step)) await run(step.trueAction!);
    },
    waitcss: async (step) => {
      for (let i = 0; i < step.retries! && !find(step); i++)
        await new Promise((done) => setTimeout(done, step.waitTime));
    },
    consent: async ({ consents }) => {
      for (const { type, matcher, toggleAction } of consents!) {
        const box = find(matcher) as HTMLInputElement;
        if (box.checked !== !!wishes[type]) await run(toggleAction);
      }
    },
  };
  const run = (step: Step): Promise<void> => {
    if (!act[step.type]) throw new Error(`no such step: ${step.type}`);
    return act[step.type]!(step);
  };
  const { presentMatcher, showingMatcher } = rule.detectors[0]!;
  if (![...presentMatcher, ...showingMatcher].every(find)) throw new Error("the banner was not detected");
  for (const name of ["HIDE_CMP", "OPEN_OPTIONS", "HIDE_CMP", "DO_CONSENT", "SAVE_CONSENT"]) {
    const method = rule.methods.find((each) => each.name === name);
    if (method) await run(method.action);
  }
}
