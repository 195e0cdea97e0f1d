// The process that runs a stack's Edge Functions, one isolate (a Worker) each.
//
// It is a process of its own for three reasons: environment variables belong to a process, and stacks that run side by
// side need different ones; a function that runs out of memory must not take the database's owner with it; and it can be
// another Deno, above all the 2.1.4 that production is compatible with.
import type { BootRequest, HostMessage, IsolateMessage } from "./functions-protocol.ts";

const encoder = new TextEncoder();

function report(message: HostMessage): void {
  Deno.stdout.writeSync(encoder.encode(`${JSON.stringify(message)}\n`));
}

function boot(request: BootRequest): void {
  const name = request.function;
  const worker = new Worker(new URL("./functions-worker.ts", import.meta.url), { type: "module", name });
  worker.onmessage = (event: MessageEvent<IsolateMessage>): void => report({ ...event.data, function: name });
  worker.onerror = (event): void => {
    // Handled here, the error ends the isolate alone.
    event.preventDefault();
    worker.terminate();
    report({ type: "exited", function: name, message: event.message });
  };
  worker.postMessage(request);
}

let rest = "";
for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) boot(JSON.parse(line));
}
// The stack closed the pipe, or died.
Deno.exit(0);
