import { bar, button, calls, cookie, detail, expect, inDetail, lenient, OPENER, ran, saved, test } from "./consent.ts";

const SCRIPTS = `
<script type="text/plain" data-category="analytics" data-src="/gated/vanilla3.js"></script>
<script type="text/plain" data-cookiecategory="analytics" src="/gated/vanilla2.js"></script>
<script type="text/plain" data-type="text/javascript" data-name="matomo" data-src="/gated/klaro.js"></script>
<template data-purpose="analytics"><script src="/gated/orejime3.js"></script></template>
<script type="opt-in" data-type="application/javascript" data-name="matomo" data-src="/gated/orejime2.js"></script>
<script type="text/plain" data-cookieconsent="statistics" src="/gated/cookiebot.js"></script>
<script type="text/plain" data-cookieconsent="statistics,marketing" src="/gated/cookiebot-both.js"></script>
<script type="text/plain" class="optanon-category-C0002" src="/gated/onetrust.js"></script>
<script type="didomi/javascript" data-vendor="c:matomo" src="/gated/didomi.js"></script>
<script type="text/plain" data-cookie-consent="analytics" data-src="/gated/probo.js"></script>
<script type="text/plain" data-cookieconsent="necessary" src="/gated/necessary.js"></script>
<script type="text/plain" data-category="mystery" src="/gated/mystery.js"></script>`;
const ANALYTICS = ["vanilla3", "vanilla2", "klaro", "orejime3", "orejime2", "cookiebot", "onetrust", "didomi", "probo"];

test("markup of other managers stays blocked until it is granted, and keeps its order", async ({
  page,
  consentPage,
  palabre,
}) => {
  const warned: string[] = [];
  page.on("console", (message) => message.type() === "warning" && warned.push(message.text()));
  await page.goto(
    consentPage(SCRIPTS + OPENER, { policy: lenient(palabre.url, "palabre"), script: 'data-map="marketing=media"' }),
  );
  await expect(bar(page)).toBeVisible();
  await expect.poll(() => ran(page)).toEqual(["necessary"]);
  await button(page, "show").click();
  await page.locator(".section__toggle[value=audience]").check();
  await inDetail(page, "save").click();
  await saved(page);
  await expect.poll(() => ran(page)).toEqual(["necessary", ...ANALYTICS]);
  expect(warned.filter((text) => text.includes("«mystery»"))).toHaveLength(1);
});

test("services that a page registers with tarteaucitron stay blocked, before and after the widget starts", async ({
  page,
  consentPage,
  palabre,
}) => {
  const warned: string[] = [];
  page.on("console", (message) => message.type() === "warning" && warned.push(message.text()));
  const theirs = `window.tarteaucitron = { user: { matomoId: 7, matomoHost: "/gated/" } };
    (tarteaucitron.job = tarteaucitron.job || []).push("matomo");
    tarteaucitron.job.push("sharethis");`;
  await page.route("**/theirs.js", (route) => route.fulfill({ contentType: "text/javascript", body: theirs }));
  const policy = lenient(palabre.url, "palabre").replace("script-src", "script-src https://www.googletagmanager.com");
  await page.route("https://www.googletagmanager.com/**", (route) =>
    route.fulfill({ contentType: "text/javascript", body: '(window.ran ||= []).push("gtag")' }),
  );
  await page.goto(consentPage(`<script src="/theirs.js"></script>${OPENER}`, { policy, script: "data-map" }));
  await expect.poll(() => warned.filter((text) => text.includes("«sharethis»")).length).toBe(1);
  expect(await ran(page)).toEqual([]);
  await button(page, "all").click();
  await expect.poll(() => ran(page)).toEqual(["matomo"]);
  expect(await page.evaluate(() => (window as any)._paq.slice(0, 2))).toEqual([
    ["setSiteId", 7],
    ["setTrackerUrl", "/gated/matomo.php"],
  ]);
  await page.evaluate(() => {
    const { tarteaucitron } = window as any;
    Object.assign(tarteaucitron.user, { gtagUa: "G-1", gtagMore: () => (window as any).ran.push("more") });
    (tarteaucitron.job = tarteaucitron.job || []).push("gtag");
  });
  await expect.poll(() => ran(page)).toEqual(["matomo", "gtag", "more"]);
  expect(await page.evaluate(() => [...(window as any).dataLayer[1]])).toEqual(["config", "G-1"]);
});

test("embeds of other managers become blocked frames, and their buttons open the choices", async ({
  page,
  consentPage,
}) => {
  await page.goto(
    consentPage(
      `<div class="youtube_player" videoID="abc" width="300" height="200" title="Un film"></div>
<div data-service="vimeo" data-id="42" data-title="Un autre"></div>
<iframe data-src="/gated/film.html" data-category="social" width="300" height="200" title="Une page"></iframe>
<iframe data-name="google-maps" data-src="/gated/film.html" width="300" height="200" title="Un plan"></iframe>
<button data-cc="show-preferencesModal">Préférences</button><button data-cc="accept-necessary">Non</button>${OPENER}`,
      { script: "data-map" },
    ),
  );
  for (const name of ["Un film", "Un autre", "Une page", "Un plan"])
    await expect(page.getByRole("group", { name, exact: true })).toBeVisible();
  await expect(page.locator("iframe[title='Un film']")).toHaveAttribute(
    "data-src",
    "https://www.youtube-nocookie.com/embed/abc",
  );
  await page.getByRole("button", { name: "Préférences" }).click();
  await expect(detail(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Non" }).click();
  await saved(page);
  expect(await cookie(page)).toContain("yes=&no=audience.media");
});

test("scripts with data-src stay blocked under a strict Trusted Types policy, with one warning", async ({
  browser,
  consentPage,
}) => {
  const page = await browser.newPage({ locale: "fr-FR" });
  const warned: string[] = [];
  page.on("console", (message) => message.type() === "warning" && warned.push(message.text()));
  const address = consentPage(SCRIPTS + OPENER, { script: "data-map" });
  await page.route("**/gated/*.js", (route) => {
    const name = /(\w[\w-]*)\.js$/.exec(route.request().url())![1];
    return route.fulfill({ contentType: "text/javascript", body: `(window.ran ||= []).push("${name}")` });
  });
  await page.goto(address);
  await button(page, "all").click();
  await saved(page);
  await expect.poll(() => ran(page)).toEqual(["necessary", "vanilla2", "orejime3", "cookiebot", "onetrust", "didomi"]);
  expect(warned.filter((text) => text.includes("trusted-types palabre"))).toHaveLength(1);
  await page.close();
});

const EARLIER: [name: string, text: string, result: RegExp | null, asks: number][] = [
  [
    "cc_cookie",
    encodeURIComponent('{"categories":["necessary","analytics"],"revision":0}'),
    /yes=audience&no=media/,
    0,
  ],
  ["cc_cookie", encodeURIComponent('{"categories":["necessary"]}'), /yes=&no=audience\.media/, 0],
  [
    "cc_cookie",
    encodeURIComponent('{"categories":["necessary"],"consentTimestamp":"2020-01-01T00:00:00.000Z"}'),
    null,
    2,
  ],
  ["klaro", encodeURIComponent('{"matomo":false,"youtube":false}'), /yes=&no=audience\.media/, 0],
  ["klaro", encodeURIComponent('{"matomo":true,"youtube":false}'), /yes=&no=media&/, 1],
  ["eu-consent", encodeURIComponent('{"analytics":true,"social":false}'), /yes=audience&no=media/, 0],
  ["orejime", encodeURIComponent('{"analytics":false,"social":true}'), /yes=media&no=audience/, 0],
  ["tarteaucitron", "!matomo=false!youtube=false!other=wait", /yes=&no=audience\.media/, 0],
  [
    "CookieConsent",
    encodeURIComponent(
      "{stamp:'x',necessary:true,preferences:false,statistics:true,marketing:false,method:'explicit',ver:1}",
    ),
    /yes=audience&no=&/,
    1,
  ],
  ["CookieConsent", encodeURIComponent("{necessary:true,statistics:true,marketing:true,method:'implied'}"), null, 2],
  [
    "OptanonConsent",
    "isGpcEnabled=0&interactionCount=1&groups=C0001%3A1%2CC0002%3A0%2CC0005%3A0",
    /yes=&no=audience\.media/,
    0,
  ],
  [
    "didomi_token",
    Buffer.from('{"purposes":{"enabled":["analytics"],"disabled":["social"]}}').toString("base64"),
    /yes=audience&no=media/,
    0,
  ],
  ["c15t", "c.necessary:1,c.measurement:1,c.marketing:0", /yes=audience&no=&/, 1],
];

test("a choice made with another manager is imported once, and never grants more", async ({
  page,
  context,
  consentPage,
}) => {
  const requests = calls(page);
  for (const [name, text, result, asks] of EARLIER) {
    await context.clearCookies();
    const address = consentPage(OPENER, { script: 'data-map="analytics=audience,social=media"' });
    await context.addCookies([{ name, value: text, url: address }]);
    requests.length = 0;
    await page.goto(address);
    if (result) await expect.poll(() => cookie(page), `${name} ${text}`).toMatch(result);
    if (result) await expect.poll(() => requests.at(-1)?.method()).toBe("POST");
    if (result) expect(requests.at(-1)!.postDataJSON()).toMatchObject({ source: "api" });
    await expect(bar(page).getByRole("listitem"), `${name} ${text}`).toHaveCount(asks);
    if (result) await expect.poll(() => cookie(page)).not.toMatch(new RegExp(`(^|; )${name}=`));
    else expect(await cookie(page)).not.toContain("palabre_consent");
  }
});

test("a choice stored in localStorage is imported too", async ({ page, consentPage }) => {
  const address = consentPage(OPENER, { script: "data-map" });
  await page.goto(address);
  await expect(bar(page)).toBeVisible();
  await page.evaluate(() => localStorage.setItem("klaro", '{"analytics":false,"youtube":false}'));
  await page.goto(address);
  await expect.poll(() => cookie(page)).toMatch(/yes=&no=audience\.media/);
  await expect(bar(page)).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.getItem("klaro"))).toBe(null);
});
