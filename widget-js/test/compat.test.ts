import assert from "node:assert/strict";
import { test } from "node:test";
import { lastDate, parse } from "../src/compat-choices";
import { PurposeNames } from "../src/compat-names";
import type { ConsentBanner } from "../src/consent-types";

const purposes = ["audience", "media", "ads"];

function namesOf(map = "", services: Record<string, string> = {}): PurposeNames {
  const banner = { policy: { purposes, services } } as unknown as ConsentBanner;
  return new PurposeNames({ banner, options: { lang: "fr", map } });
}

const choicesOf = (name: string, text: string, names = namesOf()) => parse(name, text, names, purposes);

test("find maps common names to purposes", () => {
  const cases = {
    analytics: "audience",
    C0002: "audience",
    Marketing: "ads",
    social_media: "media",
    C0001: "necessary",
  };
  for (const [name, key] of Object.entries(cases)) {
    assert.deepEqual(namesOf().find(name), { key, service: false, same: true }, name);
  }
});

test("find does not take a grant to a well-known service for one to its purpose", () => {
  assert.deepEqual(namesOf().find("youtube"), { key: "media", service: false, same: false });
  assert.deepEqual(namesOf("", { youtube: "media" }).find("youtube"), { key: "youtube", service: true, same: true });
});

test("find uses the site's own mapping first", () => {
  assert.equal(namesOf("analytics=ads").find("analytics")?.key, "ads");
  assert.equal(namesOf("mystery=media").find("mystery")?.key, "media");
});

test("find returns null for unknown names and for purposes that the policy does not have", () => {
  assert.equal(namesOf().find("mystery"), null);
  assert.equal(namesOf().find("preferences"), null);
});

test("parse reads the stored choice of each manager", () => {
  const expected = { audience: true, ads: false };
  const didomi = { purposes: { enabled: ["analytics"], disabled: ["marketing"] }, vendors: { enabled: [] } };
  const cases: Record<string, string> = {
    klaro: '{"analytics":true,"marketing":false}',
    "eu-consent": '{"analytics":true,"marketing":false}',
    orejime: '{"analytics":true,"marketing":false,"n":1}',
    tarteaucitron: "!analytics=true!marketing=false!other=wait",
    CookieConsent: "{stamp:'x',necessary:true,statistics:true,marketing:false,method:'explicit'}",
    OptanonConsent: "interactionCount=1&groups=C0001%3A1%2CC0002%3A1%2CC0004%3A0",
    didomi_token: btoa(JSON.stringify(didomi)),
    c15t: '{"consents":{"measurement":true,"marketing":false}}',
  };
  for (const [name, text] of Object.entries(cases)) assert.deepEqual(choicesOf(name, text), expected, name);
  assert.deepEqual(choicesOf("c15t", "c.measurement:1,c.marketing:0"), expected);
});

test("parse returns null if the visitor did not answer", () => {
  assert.equal(choicesOf("CookieConsent", "{necessary:true,statistics:true,method:'implied'}"), null);
  assert.equal(choicesOf("OptanonConsent", "interactionCount=0&groups=C0002%3A1"), null);
});

test("parse returns null for entries that cannot be read", () => {
  for (const name of ["klaro", "cc_cookie", "didomi_token", "c15t"]) assert.equal(choicesOf(name, "{"), null, name);
  assert.equal(choicesOf("OptanonConsent", "interactionCount=1"), null);
});

test("parse refuses every purpose if only necessary categories were accepted", () => {
  const refused = { audience: false, media: false, ads: false };
  assert.deepEqual(choicesOf("cc_cookie", '{"categories":["necessary"]}'), refused);
});

test("parse refuses mapped categories that were not accepted", () => {
  const names = namesOf("stats=audience,marketing=ads");
  assert.deepEqual(choicesOf("cc_cookie", '{"categories":["necessary","stats"]}', names), {
    audience: true,
    ads: false,
  });
});

test("parse never grants more than the visitor did", () => {
  assert.deepEqual(choicesOf("klaro", '{"youtube":true}'), {}, "a service is not its purpose");
  assert.deepEqual(choicesOf("klaro", '{"youtube":false}'), { media: false });
  assert.deepEqual(choicesOf("klaro", '{"analytics":true,"statistics":false}'), {}, "contradictory answers");
});

test("lastDate is the latest past date in an entry", () => {
  assert.equal(lastDate('{"a":"2024-01-02T03:04:05Z","b":1700000000000}'), Date.parse("2024-01-02T03:04:05Z"));
  assert.ok(Math.abs(lastDate("none") - Date.now()) < 1_000);
});
