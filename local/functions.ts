// /functions/v1: starts the functions' process, boots isolates and passes requests to them.
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { functionEntries } from "./functions-config.ts";
import type { BootRequest, HostMessage } from "./functions-protocol.ts";
import { errorMessage, type Log, readLines } from "./log.ts";
import { HOST } from "./ports.ts";

const BOOT_LIMIT_MS = 20_000;
const CONFIG = fileURLToPath(new URL("../deno.json", import.meta.url));
const HOST_MODULE = fileURLToPath(new URL("functions-host.ts", import.meta.url));

// What Deno itself needs; the rest of this process' environment is none of the functions' business.
const PASSED_ON = [
  "PATH",
  "HOME",
  "TMPDIR",
  "DENO_DIR",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "SSL_CERT_FILE",
  "DENO_CERT",
];

export interface FunctionsOptions {
  /** supabase/functions. */
  folder: string;
  env: Record<string, string>;
  /** Runs them on the Deno that the hosted Edge Runtime is compatible with. */
  edgeRuntime: boolean;
  onLog: Log;
}

export class Functions implements AsyncDisposable {
  #host: FunctionsHost | undefined;
  #entries = new Map<string, string>();

  constructor(private readonly options: FunctionsOptions) {}

  /** Boots every function ahead of its first call. */
  async bootAll(): Promise<void> {
    this.#entries = await functionEntries(this.options.folder);
    for (const [name, entry] of this.#entries) this.#port(name, entry).catch(() => {});
  }

  /** Answers a request for /functions/v1/<name>..., whose path the function sees as /<name>... */
  async fetch(name: string, path: string, request: Request): Promise<Response> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return reply(404, "NOT_FOUND", "Requested function was not found");
    let port: number;
    try {
      port = await this.#port(name, entry);
    } catch (error) {
      return reply(503, "BOOT_ERROR", `Function failed to start (please check logs): ${errorMessage(error)}`);
    }
    try {
      return await forward(request, `http://${HOST}:${port}${path}`);
    } catch (error) {
      this.options.onLog({
        source: "functions",
        level: "error",
        function: name,
        message: errorMessage(error),
      });
      return reply(500, "WORKER_ERROR", "Function exited due to an error (please check logs)");
    }
  }

  /** Ends their process as a crash does; the next call starts another. */
  async kill(): Promise<void> {
    if (this.#host?.alive) await this.#host.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host?.[Symbol.asyncDispose]();
  }

  #port(name: string, entry: string): Promise<number> {
    if (!this.#host?.alive) this.#host = new FunctionsHost(this.options);
    return this.#host.boot(name, entry);
  }
}

/** One process with its isolates. */
class FunctionsHost implements AsyncDisposable {
  alive = true;
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #isolates = new Map<string, PromiseWithResolvers<number>>();
  readonly #ended: Promise<unknown>;

  constructor(private readonly options: FunctionsOptions) {
    this.#child = new Deno.Command(options.edgeRuntime ? edgeDeno() : Deno.execPath(), {
      // As on the platform: network and environment, files only to read, no processes.
      args: ["run", "--quiet", "--no-prompt", `--config=${CONFIG}`, "-E", "-N", "-R", "-S", HOST_MODULE],
      clearEnv: true,
      env: { ...inherited(), ...options.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      detached: true,
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#ended = Promise.all([
      readLines(this.#child.stdout, (line) => this.#receive(line)),
      readLines(
        this.#child.stderr,
        (message) => options.onLog({ source: "functions", level: "warning", message }),
      ),
      this.#child.status,
    ]).finally(() => this.#fail("The functions' process ended"));
  }

  boot(name: string, entry: string): Promise<number> {
    const known = this.#isolates.get(name);
    if (known) return known.promise;
    const isolate = Promise.withResolvers<number>();
    isolate.promise.catch(() => {});
    this.#isolates.set(name, isolate);
    const request: BootRequest = {
      function: name,
      entry: pathToFileURL(entry).href,
    };
    this.#input.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`)).catch((error) =>
      isolate.reject(error)
    );
    const limit = setTimeout(
      () => this.#drop(name, `not ready within ${BOOT_LIMIT_MS / 1000} s`),
      BOOT_LIMIT_MS,
    );
    return isolate.promise.finally(() => clearTimeout(limit));
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close().catch(() => {});
    await this.#ended;
  }

  #receive(line: string): void {
    const message = parseMessage(line);
    if (message === undefined) {
      this.options.onLog({ source: "functions", level: "info", message: line });
    } else if (message.type === "booted") {
      this.#isolates.get(message.function)?.resolve(message.port);
    } else if (message.type === "log") {
      this.options.onLog({ source: "functions", ...message });
    } else {
      this.options.onLog({
        source: "functions",
        level: "error",
        function: message.function,
        message: message.message,
      });
      this.#drop(message.function, message.message);
    }
  }

  // Forgotten, an isolate is booted afresh by the next call.
  #drop(name: string, reason: string): void {
    this.#isolates.get(name)?.reject(new Error(reason));
    this.#isolates.delete(name);
  }

  #fail(reason: string): void {
    this.alive = false;
    for (const name of [...this.#isolates.keys()]) this.#drop(name, reason);
  }
}

function parseMessage(line: string): HostMessage | undefined {
  try {
    return JSON.parse(line);
  } catch {
    // Something wrote to standard output past the console.
    return undefined;
  }
}

async function forward(request: Request, url: string): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set("x-forwarded-host", new URL(request.url).host);
  headers.set("x-forwarded-proto", "http");
  return await fetch(url, {
    method: request.method,
    headers,
    body: request.body,
    redirect: "manual",
  });
}

function edgeDeno(): string {
  const require = createRequire(createRequire(import.meta.url).resolve("deno-edge/package.json"));
  return require("./install_api.cjs").runInstall();
}

function inherited(): Record<string, string> {
  return Object.fromEntries(PASSED_ON.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

function reply(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status });
}
