import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { clearRevoked, matches } from "../src/clear-revoked";
import { answerOf } from "../src/consent-state";
import type { ConsentBanner } from "../src/consent-types";
import { openBrowser } from "./browser";

openBrowser("https://www.example.org/section/article");

const policy = {
  purposes: ["audience", "media"],
  services: { youtube: "media" },
  clear: {
    audience: ["cookie:_ga*", "cookie:shared", "local:stats", "session:stats*"],
    media: ["cookie:shared", "local:player"],
    youtube: ["cookie:yt"],
  },
};

function consent(choices: Record<string, boolean>, banner: object | null = { policy }) {
  const answer = (purpose: string, service: string) => answerOf(choices, purpose, service, policy.services);
  return { answer, banner: banner as ConsentBanner | null };
}

const cookies = () => document.cookie.split("; ").map((cookie) => cookie.split("=")[0]);

beforeEach(() => {
  for (const name of ["_ga", "_ga_X", "shared", "yt", "own"]) document.cookie = `${name}=1; Path=/`;
  document.cookie = "_ga_deep=1; Path=/section";
  localStorage.setItem("stats", "1");
  localStorage.setItem("player", "1");
  sessionStorage.setItem("stats-2", "1");
  sessionStorage.setItem("draft", "1");
});

test("clearRevoked deletes the entries of refused purposes, on every path", async () => {
  await clearRevoked(consent({ audience: false, media: true }));
  assert.deepEqual(cookies().sort(), ["own", "shared", "yt"]);
  assert.deepEqual(Object.keys(localStorage), ["player"]);
  assert.deepEqual(Object.keys(sessionStorage), ["draft"]);
});

test("clearRevoked keeps entries that a granted purpose declares too", async () => {
  await clearRevoked(consent({ audience: true, media: false }));
  assert.ok(cookies().includes("shared") && cookies().includes("_ga"));
  assert.ok(!cookies().includes("yt"));
});

test("clearRevoked deletes the entries of a service that was refused itself", async () => {
  await clearRevoked(consent({ audience: true, media: true, youtube: false }));
  assert.ok(!cookies().includes("yt"));
  assert.deepEqual(Object.keys(localStorage).sort(), ["player", "stats"]);
});

test("clearRevoked does nothing before the policy is loaded", async () => {
  await clearRevoked(consent({ audience: false }, null));
  assert.ok(cookies().includes("_ga"));
});

test("matches compares whole names, or prefixes with a trailing star", () => {
  assert.ok(matches("_ga", "_ga") && matches("_ga_X1", "_ga_*"));
  assert.ok(!matches("_gat", "_ga") && !matches("_ga", "_ga_*") && !matches("palabre_consent", "p"));
});
