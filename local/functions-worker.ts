// One Edge Function in its isolate: its own globals and modules, served on a port of its own.
/// <reference lib="deno.worker" />
import type { BootRequest, IsolateMessage } from "./functions-protocol.ts";

function tell(message: IsolateMessage): void {
  self.postMessage(message);
}

function describe(value: unknown): string {
  return typeof value === "string" ? value : Deno.inspect(value, { depth: 6, colors: false });
}

function logError(what: string, error: unknown): void {
  tell({ type: "log", level: "error", message: `${what}: ${describe(error)}` });
}

function captureConsole(): void {
  const levels = { debug: "debug", log: "info", info: "info", warn: "warning", error: "error" } as const;
  for (const [method, level] of Object.entries(levels)) {
    const write = (...values: unknown[]): void =>
      tell({ type: "log", level, message: values.map(describe).join(" ") });
    Object.defineProperty(console, method, { value: write });
  }
}

// A background task that fails is logged, as on the platform, and does not end the isolate.
function provideEdgeRuntime(): void {
  const waitUntil = (task: Promise<unknown>): void => {
    Promise.resolve(task).catch((error) => logError("A background task failed", error));
  };
  Object.defineProperty(globalThis, "EdgeRuntime", { value: Object.freeze({ waitUntil }) });
}

function handlerOf(
  module: { default?: { fetch?: unknown } },
): (request: Request) => Response | Promise<Response> {
  const fetch = module.default?.fetch;
  if (typeof fetch !== "function") throw new TypeError("The function must `export default { fetch }`");
  return (request) => fetch.call(module.default, request);
}

function failed(error: unknown): Response {
  logError("Uncaught error", error);
  return Response.json({
    code: "WORKER_ERROR",
    message: "Function exited due to an error (please check logs)",
  }, {
    status: 500,
  });
}

async function boot({ entry }: BootRequest): Promise<void> {
  captureConsole();
  provideEdgeRuntime();
  try {
    const handler = handlerOf(await import(entry));
    Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      onListen: ({ port }) => tell({ type: "booted", port }),
      onError: failed,
    }, handler);
  } catch (error) {
    tell({ type: "failed", message: describe(error) });
    self.close();
  }
}

self.onmessage = (event: MessageEvent<BootRequest>): void => void boot(event.data);
