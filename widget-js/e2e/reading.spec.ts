import { entry, heading, send, commentInput } from "./form.ts";
import { expect, type Page, SITE, test } from "./test.ts";

test("an article without comments invites to write the first one", async ({ page, publish }) => {
  await page.goto(publish({ title: "Le carnet de Mame Khady" }));
  await expect(heading(page, 0)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Derniers commentaires" })).toBeVisible();
  await expect(page.getByText("Aucun commentaire pour le moment")).toBeVisible();
  await expect(page.getByText("Le carnet de Mame Khady", { exact: false }).last()).toBeVisible();
});

test("a published comment shows author, date and text, and nothing private", async ({ page, publish, comment }) => {
  const address = publish();
  const input = commentInput({
    firstName: "Diarra",
    lastName: "Thiam",
    text: "Première ligne\n\n<b>pas du gras</b> https://example.org/x",
  });
  await comment(address, input, "publish");
  await page.goto(address);
  await expect(heading(page, 1)).toBeVisible();
  const shown = page.getByRole("article").last();
  await expect(shown).toContainText("Diarra Thiam");
  await expect(shown.locator(".avatar")).toHaveText("DT");
  await expect(shown.locator("time")).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT.*Z$/);
  await expect(shown.locator("time")).toHaveAttribute("title", /\d{4}/);
  await expect(shown.locator(".text p")).toHaveText(["Première ligne", "<b>pas du gras</b> https://example.org/x"]);
  await expect(shown.getByRole("link", { name: "https://example.org/x" })).toHaveAttribute(
    "rel",
    /nofollow.*ugc|ugc.*nofollow/,
  );
  expect(await page.locator("palabre-comments").evaluate((host) => host.shadowRoot!.textContent)).not.toContain(
    input.email,
  );
});

test("L46 reading stores nothing", async ({ page, publish, comment }) => {
  const address = publish();
  await comment(address, commentInput(), "publish");
  await page.goto(address);
  await expect(heading(page, 1)).toBeVisible();
  await page.mouse.wheel(0, 2_000);
  await page.waitForLoadState("networkidle");
  expect(await page.context().storageState({ indexedDB: true })).toEqual({ cookies: [], origins: [] });
  expect(await page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie])).toEqual([0, 0, ""]);
});

test("a first visit makes at most three requests, to one server, without a preflight", async ({
  page,
  host,
  palabre,
  publish,
  comment,
}) => {
  const address = publish();
  await comment(address, commentInput(), "publish");
  const requests = await requestsOf(page);
  await page.goto(address);
  await expect(heading(page, 1)).toBeVisible();
  await page.waitForLoadState("networkidle");
  const ours = requests.filter(({ url }) => url.startsWith(palabre.url));
  const others = requests.filter(({ url }) => !url.startsWith(palabre.url) && !url.startsWith("data:"));
  expect(ours.length, JSON.stringify(ours)).toBeLessThanOrEqual(3);
  expect(others.map(({ url }) => url)).toEqual([address, `${host.origin}/corniche.css`]);
  expect(requests.filter(({ method, type }) => method === "OPTIONS" || type === "Preflight")).toEqual([]);
});

test("texts are in the language of the page", async ({ page, publish }) => {
  await page.goto(publish({ lang: "en", title: "The library comes on Thursdays" }));
  await expect(page.getByRole("heading", { name: "Comments (0)" })).toBeVisible();
  await expect(page.locator("palabre-comments [lang=en]").first()).toBeVisible();
});

test("a thread that cannot be loaded shows an error, and loads on retry", async ({ page, palabre, publish }) => {
  await page.route(`${palabre.url}/api/**`, (route) => route.abort());
  await page.goto(publish());
  await expect(page.getByText("Les commentaires n’ont pas pu être chargés.")).toBeVisible();
  await page.unroute(`${palabre.url}/api/**`);
  await page.getByRole("button", { name: "Réessayer" }).click();
  await expect(heading(page, 0)).toBeVisible();
});

test("a page of another origin gets no thread", async ({ page, palabre, publish, host }) => {
  const address = publish().replace("http://localhost", "http://127.0.0.1");
  await page.goto(address);
  await expect(page.getByText("Les commentaires n’ont pas pu être chargés.")).toBeVisible();
  const answer = await fetch(`${palabre.url}/api/sites/${SITE}/thread?url=${encodeURIComponent(address)}`);
  expect(answer.status).toBe(403);
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  expect(host.origin).toContain("localhost");
});

test("tracking parameters and fragments lead to the same thread", async ({ page, publish, comment }) => {
  const address = publish();
  const input = commentInput();
  await comment(address, input, "publish");
  await page.goto(`${address}?utm_source=lettre&fbclid=x#haut`);
  await expect(entry(page, input)).toBeVisible();
});

test("a link to a comment shows that comment", async ({ page, publish, comment }) => {
  const address = publish();
  const input = commentInput();
  await comment(address, input, "publish");
  await page.goto(address);
  const link = await entry(page, input).locator("a.date").getAttribute("href");
  await page.goto("about:blank");
  await page.goto(link!);
  await expect(entry(page, input)).toBeInViewport();
});

test("a long thread is loaded in pages", async ({ page, publish, comment }) => {
  const address = publish();
  for (let i = 0; i < 60; i++) await comment(address, commentInput({ text: `Commentaire numéro ${i}.` }), "publish");
  await page.goto(address);
  await expect(heading(page, 60)).toBeVisible();
  const before = await page.locator("palabre-comments li.comment").count();
  expect(before).toBeLessThan(60);
  await page.getByRole("link", { name: "Voir plus de commentaires" }).click();
  await expect(page.locator("palabre-comments li.comment")).toHaveCount(60);
  await expect(page.getByRole("link", { name: "Voir plus de commentaires" })).toHaveCount(0);
});

test("a comment just published is visible to other readers at once", async ({
  page,
  otherReader,
  publish,
  moderator,
}) => {
  const address = publish();
  const input = commentInput();
  await page.goto(address);
  await send(page, input);
  await otherReader.goto(address);
  await expect(heading(otherReader, 0)).toBeVisible();
  await moderator.publish(await moderator.find(SITE, input));
  await otherReader.reload();
  await expect(heading(otherReader, 1)).toBeVisible();
  await expect(entry(otherReader, input)).toBeVisible();
});

/** Every request of the page, preflights included, which Playwright itself does not show. */
async function requestsOf(page: Page): Promise<{ url: string; method: string; type: string }[]> {
  const session = await page.context().newCDPSession(page);
  const requests: { url: string; method: string; type: string }[] = [];
  session.on("Network.requestWillBeSent", ({ request, type }) =>
    requests.push({ url: request.url, method: request.method, type: type || "" }),
  );
  await session.send("Network.enable");
  return requests;
}
