// A load generator in a process of its own: what it spends is not the stack's, and the stack cannot make it wait.
import { readLines } from "../../local/log.ts";
import type { z } from "zod";
import { answerSchema } from "./serve-requests.ts";

export class ClientProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #ended: Promise<unknown>;
  #waiting: PromiseWithResolvers<string> | undefined;

  /** Runs a script that serves requests; see serve-requests.ts. */
  constructor(private readonly script: URL) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", "--no-check", script.pathname],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#ended = Promise.all([
      readLines(this.#child.stdout, (line) => this.#waiting?.resolve(line)),
      this.#child.status,
    ]).finally(() => this.#waiting?.reject(new Error(`${script.pathname} ended before it answered`)));
    // Whoever waits for an answer hears of it.
    this.#ended.catch(() => {});
  }

  /** One request at a time; what it does not answer within the limit is an error. */
  async ask<T>(request: object, schema: z.ZodType<T>, limitMs: number): Promise<T> {
    const waiting = this.#waiting = Promise.withResolvers<string>();
    const limit = setTimeout(
      () => waiting.reject(new Error(`${this.script.pathname} did not answer within ${limitMs} ms`)),
      limitMs,
    );
    try {
      await this.#input.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
      const answer = answerSchema.parse(JSON.parse(await waiting.promise));
      if ("error" in answer) throw new Error(`${this.script.pathname} failed: ${answer.error}`);
      return schema.parse(answer.value);
    } finally {
      clearTimeout(limit);
      this.#waiting = undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close().catch(() => {});
    const limit = setTimeout(() => this.#child.kill("SIGKILL"), 2_000);
    await this.#ended.catch(() => {});
    clearTimeout(limit);
  }
}
