// Executors' reporters with a spool, whose clocks jump, whose disks run full, and which die and start again on the same folder.
import { join } from "node:path";
import { type Clock, systemClock } from "../../../clients/typescript/clock.ts";
import type { ErrorEvent } from "../../../clients/typescript/event.ts";
import { Reporter } from "../../../clients/typescript/reporter.ts";
import { eventually } from "../../support/eventually.ts";

const FILLER = "filler";
/** What a reporter's disk holds where a small disk can be had; else the reporter is told so. */
const DISK_BYTES = 1_000_000;
const SMALL_BYTES = 2_000;
/** Waits longer than a request may take are cut short: a minute until an operator has mended it, above all. */
const REQUEST_MS = 10_000;
const LONG_WAIT_MS = 3_000;
const FLUSH_LIMIT_MS = 150_000;

export class ReportingExecutor implements AsyncDisposable {
  /** How far its clock is ahead. */
  skewMs = 0;
  #reporter: Reporter;
  #isFull = false;

  private constructor(
    private readonly url: string,
    private readonly secret: string,
    private readonly folder: string,
    private readonly isDisk: boolean,
  ) {
    this.#reporter = this.#start();
  }

  static async open(url: string, secret: string): Promise<ReportingExecutor> {
    const folder = await Deno.makeTempDir({ prefix: "spool-" });
    const { success } = await run("mount", "-t", "tmpfs", "-o", `size=${DISK_BYTES}`, "tmpfs", folder);
    return new ReportingExecutor(url, secret, folder, success);
  }

  /** Whether its disk is one that can really run full. */
  get hasOwnDisk(): boolean {
    return this.isDisk;
  }

  report(event: ErrorEvent): void {
    this.#reporter.report(event);
  }

  /** Its disk takes nothing more, or as little as it is allowed, until the returned function is called. */
  async fill(): Promise<() => Promise<void>> {
    this.#isFull = true;
    if (!this.isDisk) {
      await this.dieAndStart();
      return async () => {
        this.#isFull = false;
        await this.dieAndStart();
      };
    }
    const filler = join(this.folder, FILLER);
    // More than fits: what fits is written.
    await Deno.writeFile(filler, new Uint8Array(DISK_BYTES)).catch(() => {});
    return async () => {
      this.#isFull = false;
      await Deno.remove(filler).catch(() => {});
    };
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  /** Without sending anything more; what is on disk is sent after the next start. */
  async dieAndStart(): Promise<void> {
    await this.#reporter.close(AbortSignal.abort()).catch(() => {});
    this.#reporter = this.#start();
  }

  /** Resolves when all that it has is answered. */
  async flush(): Promise<void> {
    const limit = AbortSignal.timeout(FLUSH_LIMIT_MS);
    await this.#reporter.flush(limit);
    // What an earlier process had left is not waited for by a flush of nothing.
    await eventually("the reporter to have sent all", () => {
      const [, waiting] = /^\S*waiting\S* (\d+)$/m.exec(this.#reporter.metrics()) ?? [];
      return Promise.resolve(Number(waiting ?? 0) === 0 ? true : undefined);
    }, FLUSH_LIMIT_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reporter.close(AbortSignal.abort()).catch(() => {});
    if (this.isDisk) await run("umount", "-l", this.folder);
    await Deno.remove(this.folder, { recursive: true });
  }

  #start(): Reporter {
    const clock: Clock = {
      now: () => Date.now() + this.skewMs,
      after: (ms, action) => systemClock.after(ms > REQUEST_MS ? Math.min(ms, LONG_WAIT_MS) : ms, action),
    };
    return new Reporter({
      url: this.url,
      secret: this.secret,
      clock,
      spoolDir: join(this.folder, "spool"),
      ...(this.#isFull && !this.isDisk ? { spoolMaxBytes: SMALL_BYTES } : {}),
      log: () => {},
    });
  }
}

async function run(command: string, ...args: string[]): Promise<{ success: boolean }> {
  try {
    return await new Deno.Command(command, { args, stdout: "null", stderr: "null" }).output();
  } catch {
    return { success: false };
  }
}
