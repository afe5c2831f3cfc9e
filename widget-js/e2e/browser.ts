import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import type { LaunchOptions } from "@playwright/test";

const NAMES = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "chrome", "chrome.exe"];
const PATHS = [
  "/opt/google/chrome/chrome",
  "/usr/lib/chromium/chromium",
  "/usr/lib64/chromium-browser/chromium-browser",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/** For containers: little shared memory, no graphics card. */
const ARGS = ["--disable-dev-shm-usage", "--disable-gpu"];

/**
 * Launch options of the browser: CHROME_PATH, else an installed Chrome or Chromium, else the one in node_modules, which
 * `CHROME_PATH=bundled` also selects.
 */
export async function launchOptions(): Promise<LaunchOptions> {
  const named = process.env["CHROME_PATH"];
  if (named === "bundled") return bundled();
  if (named && !runs(named)) throw new Error(`CHROME_PATH=${named} is not a program that can be run.`);
  const installed = named || candidates().find(runs);
  if (installed)
    return { executablePath: installed, args: [...ARGS, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])] };
  if (process.platform === "linux" && process.arch === "x64") return bundled();
  throw new Error("No Chrome or Chromium was found. Install one, or set CHROME_PATH to it.");
}

function candidates(): string[] {
  const folders = (process.env["PATH"] || "").split(delimiter).filter(Boolean);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PATHS];
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser of `@sparticuz/chromium`, with the libraries and the fonts that a minimal machine lacks. */
async function bundled(): Promise<LaunchOptions> {
  const folder = await unpacked();
  const libraries = [join(folder, "al2023", "lib"), process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(":");
  const fonts = existsSync("/usr/share/fonts") ? {} : { FONTCONFIG_FILE: join(folder, "fonts.conf") };
  const args = [...ARGS, "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader"];
  return {
    executablePath: join(folder, "chromium"),
    args,
    env: { ...environment(), ...fonts, LD_LIBRARY_PATH: libraries },
  };
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Unpacks once per version, beside the packed files; if two processes do it at once, the first one wins. */
async function unpacked(): Promise<string> {
  const home = dirname(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")));
  const folder = join(home, "unpacked");
  if (existsSync(folder)) return folder;
  mkdirSync(home, { recursive: true });
  const beside = mkdtempSync(join(home, "unpacking-"));
  await unpack(join(home, "bin"), beside);
  writeFileSync(join(beside, "fonts.conf"), fontsConfiguration(folder));
  try {
    renameSync(beside, folder);
  } catch {
    rmSync(beside, { recursive: true, force: true });
  }
  return folder;
}

/** The package unpacks into the temporary folder and nowhere else, so that folder is moved while it does. */
async function unpack(packed: string, folder: string): Promise<void> {
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  try {
    const { inflate } = await import("@sparticuz/chromium");
    const files = ["chromium.br", "swiftshader.tar.br", "fonts.tar.br", "al2023.tar.br"];
    await Promise.all(files.map((file) => inflate(join(packed, file))));
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
}

function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`;
}
