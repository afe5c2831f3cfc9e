import { axe } from "./axe.ts";
import {
  bar,
  button,
  calls,
  cookie,
  detail,
  enrich,
  expect,
  GATED,
  granted,
  inDetail,
  open,
  OPENER,
  ran,
  saved,
  test,
} from "./consent.ts";

const FILM =
  '<iframe data-src="/gated/film.html" data-category="media" title="Le film" width="480" height="270"></iframe>';
const MEDIA = { services: { youtube: "media" } };

test("accepting releases blocked scripts in order, on this page and later ones", async ({ page, consentPage }) => {
  await page.goto(consentPage());
  await expect(bar(page)).toBeVisible();
  const told = page.evaluate(
    () => new Promise((tell) => addEventListener("palabre:consent", (event) => tell((event as CustomEvent).detail))),
  );
  await button(page, "all").click();
  expect(await told).toMatchObject({
    choices: { audience: true, media: true },
    services: {},
    id: null,
    source: "banner",
  });
  await expect.poll(() => ran(page)).toEqual(["first", "second", "player"]);
  await expect(page.locator("#player")).toBeVisible();
  expect(await granted(page, "media")).toBe(true);
  await page.goto(consentPage());
  await expect.poll(() => ran(page)).toEqual(["first", "second", "player"]);
});

test("L27 a script of a refused purpose does not run beside one of a granted purpose", async ({
  page,
  consentPage,
}) => {
  await page.goto(
    consentPage(
      `${GATED}<script type="text/plain" data-category="audience, media" src="/gated/both.js"></script>${OPENER}`,
    ),
  );
  await button(page, "show").click();
  await page.locator(".section__toggle[value=audience]").check();
  await inDetail(page, "save").click();
  await saved(page);
  await expect.poll(() => ran(page)).toEqual(["first", "second"]);
});

test("scripts and templates that are added later are released too", async ({ page, consentPage }) => {
  await page.goto(consentPage(OPENER));
  await button(page, "all").click();
  await page.evaluate(() => {
    const late = document.createElement("script");
    late.type = "text/plain";
    late.dataset["category"] = "audience";
    late.setAttribute("data-x", "");
    document.body.append(late);
    const template = document.createElement("template");
    template.dataset["purpose"] = "media";
    template.content.append(Object.assign(document.createElement("p"), { id: "late" }));
    document.body.append(template);
  });
  await expect(page.locator("#late")).toBeAttached();
});

test("granting one service releases its scripts, but not those of its purpose", async ({ page, consentPage }) => {
  await enrich(page, MEDIA);
  const address = consentPage(`${OPENER}
<script type="text/plain" data-category="media" data-service="youtube" src="/gated/youtube.js"></script>
<script type="text/plain" data-service="youtube" src="/gated/alone.js"></script>
<script type="text/plain" data-category="media" src="/gated/other.js"></script>`);
  await page.goto(address);
  await button(page, "show").click();
  await page.getByRole("checkbox", { name: "Contenus d’autres sites" }).check();
  await page.getByRole("checkbox", { name: "Youtube" }).uncheck();
  await page.getByRole("checkbox", { name: "Youtube" }).check();
  await page.locator(".section__toggle[value=media]").evaluate((box: HTMLInputElement) => (box.checked = false));
  await inDetail(page, "save").click();
  await expect.poll(() => ran(page)).toEqual(["youtube", "alone"]);
  await page.goto(address);
  await expect.poll(() => ran(page)).toEqual(["youtube", "alone"]);
});

test("L25 L53 an embed has a placeholder that names provider and purpose; loading it once stores nothing", async ({
  page,
  context,
  consentPage,
}) => {
  await enrich(page, MEDIA);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(consentPage(FILM.replace("media", 'media" data-service="youtube')));
  const place = page.getByRole("group", { name: "Le film" });
  await expect(place).toContainText("Ce contenu vient de Youtube (Contenus d’autres sites)");
  await place.getByText("À propos de youtube").click();
  await expect(place).toContainText("Responsable : Une société, Dublin");
  await expect(page.locator("iframe")).toBeHidden();
  await axe(page);
  expect(asked).not.toContain("/gated/film.html");
  await place.getByRole("button", { name: "Charger une fois" }).click();
  await expect(page.frameLocator("iframe").getByText("Le film")).toBeVisible();
  await expect(page.locator("iframe")).toBeFocused();
  await expect(place).toHaveCount(0);
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
});

test("L25 L37 always allowing an embed is a choice of its own, and the other purposes are still asked", async ({
  page,
  consentPage,
}) => {
  await enrich(page, MEDIA);
  const requests = calls(page);
  const address = consentPage(FILM.replace("media", 'media" data-service="youtube') + GATED + OPENER);
  await page.goto(address);
  await page.getByRole("button", { name: "Toujours autoriser Youtube" }).click();
  await saved(page);
  const sent = requests.at(-1)!.postDataJSON();
  expect(sent.choices).toEqual({});
  expect(sent.source).toBe("embed");
  await expect(bar(page)).toBeVisible();
  await page.goto(address);
  await expect(page.frameLocator("iframe").getByText("Le film")).toBeVisible();
  await expect(bar(page)).toBeVisible();
  expect(await ran(page)).toEqual([]);
  const reloaded = page.waitForEvent("load");
  await button(page, "necessary").click();
  await reloaded;
  await expect(page.getByRole("group", { name: "Le film" })).toBeVisible();
  expect(await cookie(page)).toMatch(/yes=&no=audience\.media/);
});

test("images and templates with embeds are blocked and released like frames; script addresses are never loaded", async ({
  page,
  consentPage,
}) => {
  await page.goto(
    consentPage(`${OPENER}
<img data-src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-category="media" width="200" height="100" alt="Une carte" id="map">
<img data-src="/corniche.css?pixel" data-category="audience" alt="" id="pixel">
<iframe data-src="javascript:parent.ran=[1]" data-category="media" title="x" id="evil" width="100" height="100"></iframe>
<template data-purpose="media"><iframe src="/gated/film.html" title="Dans un gabarit" id="inside"></iframe></template>`),
  );
  await expect(page.locator(".palabre-embed")).toHaveCount(3);
  // It names what it grants: without a service, the whole purpose.
  await expect(page.getByRole("button", { name: "Toujours autoriser Contenus d’autres sites" })).toHaveCount(3);
  await button(page, "all").click();
  await expect(page.locator(".palabre-embed")).toHaveCount(0);
  await expect(page.frameLocator("#inside").getByText("Le film")).toBeVisible();
  await expect(page.locator("#pixel")).toHaveAttribute("src", "/corniche.css?pixel");
  await expect(page.locator("#evil")).not.toHaveAttribute("src");
  await expect(page.locator("#map")).not.toHaveAttribute("src");
  expect(await ran(page)).toEqual([]);
});

test("L31 the dialog names the pages that the choice applies to", async ({ page, consentPage, host }) => {
  await page.goto(consentPage());
  await button(page, "show").click();
  await expect(detail(page)).toContainText(`Ce choix vaut pour ${new URL(host.origin).host}`);
});

test("a nonce alone lets the widget load its parts", async ({ page, consentPage, palabre }) => {
  const policy = `default-src 'none'; script-src 'nonce-right'; connect-src ${palabre.url}; img-src data:`;
  await page.goto(consentPage(OPENER, { policy, script: 'nonce="right"' }));
  await button(page, "show").click();
  await expect(detail(page)).toBeVisible();
});

test("blocked scripts must carry the page's nonce if it has one", async ({ page, consentPage, palabre }) => {
  const body = `${OPENER}
<script type="text/plain" data-category="audience" src="/gated/slipped-in.js"></script>
<template data-purpose="audience"><script src="/gated/slipped-in.js"></script></template>
<script type="text/plain" data-category="audience" nonce="right" src="/gated/ours.js"></script>`;
  const policy = `default-src 'none'; script-src 'nonce-right' 'strict-dynamic'; connect-src ${palabre.url}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
  await page.goto(consentPage(body, { policy, script: 'nonce="right"' }));
  await button(page, "all").click();
  await expect.poll(() => ran(page)).toEqual(["ours"]);
  await open(page);
});

test("window.palabre.consent works as soon as it is defined", async ({ page, consentPage }) => {
  await page.addInitScript(() => {
    let kept: any;
    Object.defineProperty(window, "palabre", {
      get: () => kept,
      set: (value) => ((kept = value), ((window as any).early = [typeof value.consent, value.consent("audience")])),
    });
  });
  await page.goto(consentPage());
  await button(page, "all").click();
  expect(await page.evaluate(() => Promise.all((window as any).early))).toEqual(["function", true]);
});
