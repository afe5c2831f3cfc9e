import { type ChildProcess, execFile, spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const JAR = fileURLToPath(new URL("../../target/palabre.jar", import.meta.url));
const START_MS = 120_000;
const STOP_MS = 60_000;

/** Options for a fast start: tests run many short processes, often in parallel. */
const JAVA = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-jar", JAR];

/** A Palabre server of its own: own port, own data folder, own database. */
export class Palabre {
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #log: string[] = [];
  #url = "";

  private constructor(options: Record<string, string>) {
    this.#folder = mkdtempSync(join(tmpdir(), "palabre-e2e-"));
    // Started by root, the database runs as somebody else, who has to pass through here.
    chmodSync(this.#folder, 0o755);
    this.#environment = { ...process.env, ...options, PALABRE_DATA_DIR: join(this.#folder, "data") };
    const how: SpawnOptions = { env: this.#environment, stdio: ["ignore", "pipe", "pipe"] };
    this.#process = spawn("java", [...JAVA, "serve", "--port", "0"], how);
    createInterface(this.#process.stderr!).on("line", (line) => this.#log.push(line));
    // Not SIGKILL: its database is to stop with it, also when a test run is interrupted.
    const stop = () => this.#process.kill("SIGTERM");
    process.once("exit", stop);
    this.#process.once("exit", () => process.off("exit", stop));
  }

  /** Starts one on any free port; `options` are its PALABRE_… variables. Ready when the promise is fulfilled. */
  static async start(options: Record<string, string>): Promise<Palabre> {
    if (!existsSync(JAR)) throw new Error("target/palabre.jar is not there: build it with mvn package.");
    const palabre = new Palabre(options);
    try {
      await palabre.#answers();
      return palabre;
    } catch (failure) {
      await palabre.stop();
      throw failure;
    }
  }

  /** Its public URL. */
  get url(): string {
    return this.#url;
  }

  /** Lines of its standard error. */
  get log(): readonly string[] {
    return this.#log;
  }

  /** Runs a command against this server's database and returns what it prints. */
  async cli(...command: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)("java", [...JAVA, ...command], { env: this.#environment });
    return stdout.trim();
  }

  /** The token of a mailed link as expired: issued again with a date of an hour ago. */
  async expired(token: string): Promise<string> {
    const secret = join(this.#folder, "data", "secret");
    const { stdout } = await promisify(execFile)("java", [
      "-cp",
      JAR,
      fileURLToPath(new URL("Expired.java", import.meta.url)),
      secret,
      token,
    ]);
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

  /** The first line of standard output is the address. */
  async #answers(): Promise<void> {
    const line = once(createInterface(this.#process.stdout!), "line").then(([first]) => String(first));
    const ended = once(this.#process, "exit").then(() => "it ended");
    const late = once(AbortSignal.timeout(START_MS), "abort").then(() => "it took too long");
    this.#url = await Promise.race([line, ended, late]);
    if (!URL.canParse(this.#url)) throw new Error(`The server did not start: ${this.#url}\n${this.#log.join("\n")}`);
  }
}
