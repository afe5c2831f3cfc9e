import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Consent } from "../src/consent";
import { part as compatPart } from "../src/consent-compat";
import { format } from "../src/consent-cookie";
import type { ConsentHost } from "../src/consent-types";
import type { ConsentDocument, Renewal } from "../src/documents";
import { openBrowser, settle, showPage, until } from "./browser";

openBrowser("https://www.example.org/article");
mock.timers.enable({ apis: ["setTimeout"] });

const UNTIL = Math.floor(Date.now() / 1000) + 86_400;
const SIGNALS = { audience: ["analytics_storage"], ads: ["ad_storage"] };
const policy: ConsentDocument = {
  version: "v1",
  purposes: ["audience", "ads"],
  validDays: 182,
  layout: "box",
  nodes: [["div", { id: "cc-main" }, ["section", ["ul", ["li", { "data-key": "audience" }]], ["a", { href: "#x" }]]]],
  texts: {},
};
const unchanged: Renewal = { version: "v1", changed: [], signals: SIGNALS };

interface Answers {
  readonly part?: (name: string) => Promise<unknown>;
  readonly policy?: ConsentDocument | null;
  readonly renewal?: Renewal;
  readonly map?: string;
}

/** A main file whose server gives these answers, and whose parts cannot be loaded unless `part` says otherwise. */
function consentWith({ part, policy: found = policy, renewal = unchanged, map }: Answers = {}): Consent {
  const api = {
    server: "https://comments.example.org/",
    consent: (_lang: string, more?: object) => Promise.resolve(more ? renewal : found),
    part: part ?? (() => Promise.reject(new TypeError("Failed to fetch dynamically imported module"))),
    post: () => Promise.resolve({}),
    choose: () => Promise.resolve({ id: "receipt", validUntil: new Date(UNTIL * 1000).toISOString(), receiptUrl: "" }),
  };
  return new Consent(api as unknown as Consent["api"], { lang: "fr", map });
}

function store(choices: Record<string, boolean>): void {
  const choice = { choices, until: UNTIL, version: "v1", id: "receipt" };
  document.cookie = `palabre_consent=${format(choice)}; Path=/`;
}

const isReleased = (id: string) => document.querySelector<HTMLScriptElement>(`#${id}`)!.type !== "text/plain";
const commands = () =>
  ((window as { dataLayer?: object[] }).dataLayer ?? []).map((each): unknown[] => Object.values(each));

beforeEach(async () => {
  for (const name of ["palabre_consent", "cc_cookie"]) document.cookie = `${name}=; Max-Age=0; Path=/`;
  showPage(`<button data-palabre="consent"></button>
    <script type="text/plain" id="granted" data-category="audience"></script>
    <script type="text/plain" id="refused" data-category="ads"></script>`);
  await settle();
});

test("a granted script runs with Consent Mode although no part can be loaded", async () => {
  store({ audience: true, ads: false });
  void consentWith().start();
  await until(() => isReleased("granted"));
  assert.equal(isReleased("refused"), false);
  const [initial, , update] = commands();
  assert.deepEqual(initial!.slice(0, 2), ["consent", "default"]);
  assert.deepEqual(update!.slice(0, 2), ["consent", "update"]);
  assert.equal((update![2] as Record<string, unknown>)["analytics_storage"], "granted");
  assert.equal((update![2] as Record<string, unknown>)["ad_storage"], "denied");
});

test("a granted script runs although the compat part is never answered", async () => {
  store({ audience: true, ads: false });
  let fail: () => void = () => {};
  const loading = new Promise((_, reject) => (fail = () => reject(new Error("late"))));
  void consentWith({ part: () => loading, map: "" }).start();
  await until(() => (mock.timers.tick(2_000), isReleased("granted")));
  assert.equal(isReleased("refused"), false);
  fail();
});

test("markup of another manager is released once a late compat part has arrived", async () => {
  store({ audience: true, ads: false });
  document.body.insertAdjacentHTML(
    "beforeend",
    `<script type="text/plain" id="theirs" data-cookieconsent="statistics"></script>`,
  );
  await settle();
  let answer: (module: unknown) => void = () => {};
  const loading = new Promise((resolve) => (answer = resolve));
  void consentWith({ part: () => loading, map: "" }).start();
  await until(() => (mock.timers.tick(2_000), isReleased("granted")));
  assert.equal(isReleased("theirs"), false);
  answer({ part: (host: ConsentHost) => compatPart(host) });
  await until(() => isReleased("theirs"));
});

test("the first layer is shown without the part that makes it a box", async () => {
  await consentWith().start();
  assert.ok(document.querySelector("#cc-main"));
});

test("the first layer is shown although the detail part is never answered, and not again once it arrives", async () => {
  let answer: (module: unknown) => void = () => {};
  const loading = new Promise((resolve) => (answer = resolve));
  const consent = consentWith({ part: () => loading });
  void consent.start();
  await until(() => (mock.timers.tick(2_000), document.querySelector("#cc-main")));
  await consent.decide({ audience: false, ads: false }, "banner");
  let askedAgain = false;
  answer({ part: () => ({ ask: () => (askedAgain = true) }) });
  await settle();
  assert.equal(askedAgain, false);
});

test("a choice of the visitor is not replaced by a late import from another manager", async () => {
  let answer: (module: unknown) => void = () => {};
  const loading = new Promise((resolve) => (answer = resolve));
  const consent = consentWith({ part: () => loading, map: "" });
  void consent.start();
  await until(() => (mock.timers.tick(2_000), document.querySelector("#cc-main")));
  await consent.decide({ audience: false, ads: false }, "banner");
  let imported = false;
  answer({ part: () => ({ takeOver: () => (imported = true), translate: () => {} }) });
  await settle();
  assert.equal(imported, false);
});

test("the first layer is shown if the detail part is of another version", async () => {
  const part = () => Promise.resolve({ part: () => assert.fail("another version") });
  await consentWith({ part }).start();
  assert.ok(document.querySelector("#cc-main"));
});

test("open shows the first layer if the dialog cannot be loaded", async () => {
  store({ audience: true, ads: false });
  assert.equal(await consentWith().open(), true);
  assert.ok(document.querySelector("#cc-main"));
});

test("open returns false on a site without purposes", async () => {
  assert.equal(await consentWith({ policy: null }).open(), false);
});

test("decide stores the choice, records it and confirms it to robots", async () => {
  const consent = consentWith();
  await consent.load();
  await consent.decide({ audience: false, ads: false }, "banner");
  assert.match(document.cookie, /cc_cookie=1/);
  await until(() => document.cookie.includes("id=receipt"));
  assert.deepEqual(consent.choice?.choices, { audience: false, ads: false });
  assert.equal(document.querySelector("#cc-main"), null);
});

test("ask answers for purposes once the choice is known", async () => {
  store({ audience: true, ads: false });
  const consent = consentWith();
  void consent.start();
  assert.equal(await consent.ask("audience"), true);
  assert.equal(await consent.ask("ads"), false);
});
