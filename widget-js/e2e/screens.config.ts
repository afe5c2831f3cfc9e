import { defineConfig } from "@playwright/test";
import common from "../playwright.config.ts";

/** `npm run screens`: pictures of every state into target/screens/, to be looked at by people. */
export default defineConfig({
  ...common,
  testDir: ".",
  testMatch: "screens.ts",
  outputDir: "../test-results",
  timeout: 120_000,
});
