import { defineConfig } from "@playwright/test";
import common from "../playwright.config.ts";

/** `npm run bench`: the banner beside vanilla-cookieconsent on the same page. Figures, not a test: see docs/benchmarks.md. */
export default defineConfig({
  ...common,
  testDir: ".",
  testMatch: "banner.bench.ts",
  outputDir: "../test-results",
  timeout: 600_000,
  workers: 1,
});
