import { defineConfig } from "@playwright/test";

/** Browser tests against the built jar: `npm run e2e`, after `mvn package`. No browser has to be installed. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  reporter: "line",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  maxFailures: 10,
  forbidOnly: !!process.env["CI"],
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: { locale: "fr-FR", timezoneId: "Africa/Dakar", screenshot: "only-on-failure", trace: "off" },
});
