// The worker that a FilterWorker starts: it alone loads the module. Its first message brings the port on which all else is said.
import { callModule, ModuleCrash } from "./module.ts";
import { type WorkerAnswer, workerRequestSchema } from "./worker-protocol.ts";

globalThis.addEventListener("message", (event) => {
  const port = event instanceof MessageEvent ? event.ports[0] : undefined;
  if (!port) return;
  port.onmessage = async ({ data }): Promise<void> => port.postMessage(await answer(data));
});

async function answer(data: unknown): Promise<WorkerAnswer> {
  try {
    const { call, frame } = workerRequestSchema.parse(data);
    return { kind: "response", response: await callModule(call, frame) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: error instanceof ModuleCrash ? "crash" : "unavailable", detail };
  }
}
