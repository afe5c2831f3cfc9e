import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const JAR = fileURLToPath(new URL("../../target/palabre.jar", import.meta.url));
const START_MS = 60_000;
const STOP_MS = 15_000;

/** A Palabre server of its own: own port, own data folder, own database. */
export class Palabre {
  /** Its public URL. */
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #log: string[];

  private constructor(process: ChildProcess, url: string, folder: string, log: string[]) {
    this.#process = process;
    this.url = url;
    this.#folder = folder;
    this.#log = log;
  }

  /** Starts one on any free port; `options` are its PALABRE_… variables. Ready when the promise is fulfilled. */
  static async start(options: Record<string, string>): Promise<Palabre> {
    if (!existsSync(JAR)) throw new Error("target/palabre.jar is not there: build it with mvn package.");
    const folder = mkdtempSync(join(tmpdir(), "palabre-e2e-"));
    // Started by root, the database runs as somebody else, who has to pass through here.
    chmodSync(folder, 0o755);
    const log: string[] = [];
    const arguments_ = ["-jar", JAR, "serve", "--port", "0", "--data-dir", join(folder, "data")];
    const child = spawn("java", arguments_, { env: { ...process.env, ...options }, stdio: ["ignore", "pipe", "pipe"] });
    createInterface(child.stderr).on("line", (line) => log.push(line));
    // So that its database stops with it, also when a test run is interrupted.
    const kill = () => child.kill("SIGTERM");
    process.once("exit", kill);
    child.once("exit", () => process.off("exit", kill));
    return new Palabre(child, await address(child, log), folder, log);
  }

  /** What it wrote to standard error, a line each. */
  get log(): readonly string[] {
    return this.#log;
  }

  /** Runs a command against this server's database and returns what it prints. */
  async cli(...command: string[]): Promise<string> {
    const all = ["-jar", JAR, ...command, "--data-dir", join(this.#folder, "data")];
    const { stdout } = await promisify(execFile)("java", all, { env: process.env });
    return stdout.trim();
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const stopped = once(this.#process, "exit");
      const tooLong = setTimeout(() => this.#process.kill("SIGKILL"), STOP_MS);
      this.#process.kill("SIGTERM");
      await stopped;
      clearTimeout(tooLong);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The first line of standard output is the address. */
async function address(child: ChildProcess, log: readonly string[]): Promise<string> {
  const tooLong = setTimeout(() => child.kill("SIGKILL"), START_MS);
  const first = once(createInterface(child.stdout!), "line").then(([line]) => String(line));
  const ended = once(child, "exit").then(() => "");
  const url = await Promise.race([first, ended]);
  clearTimeout(tooLong);
  if (!URL.canParse(url)) throw new Error(`The server did not start: ${url}\n${log.join("\n")}`);
  return url;
}
