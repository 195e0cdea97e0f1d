// How a preview is answered: at once as JSON, or as server-sent events with the progress before it.
import type { Answer } from "../_shared/endpoint.ts";
import { ApiError, messageOf } from "../_shared/errors.ts";
import type { Logger } from "../_shared/log.ts";
import type { Preview, Progress } from "./answer.ts";

/** What a preview is told, and tells, while it runs. */
export interface Hooks {
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
  report: (progress: Progress) => void;
}

type Work = (hooks: Hooks) => Promise<Preview>;

/** JSON, or events (`progress` ..., then `result` or `error`) for who accepts text/event-stream. */
export async function answer(request: Request, log: Logger, work: Work): Promise<Answer> {
  if (request.headers.get("accept")?.includes("text/event-stream")) return { body: streamed(log, work) };
  // That nobody waits for it shows only when it is sent; until then its limits end it.
  return { body: await work({ signal: new AbortController().signal, report: () => {} }) };
}

function streamed(log: Logger, work: Work): Response {
  const gone = new AbortController();
  const { signal } = gone;
  const stream = new ReadableStream<Uint8Array>({
    start(controller): void {
      const send = (event: string, data: unknown): void => {
        if (!signal.aborted) controller.enqueue(eventOf(event, data));
      };
      work({ signal, report: (progress) => send("progress", progress) })
        .then((preview) => send("result", preview), (error) => send("error", refusal(error, signal, log)))
        .finally(() => signal.aborted || controller.close());
    },
    cancel: () => gone.abort(),
  });
  return new Response(stream, {
    headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store" },
  });
}

function eventOf(event: string, data: unknown): Uint8Array {
  return new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function refusal(error: unknown, signal: AbortSignal, log: Logger): { code: string; message: string } {
  if (error instanceof ApiError) return { code: error.code, message: error.message };
  if (!signal.aborted) log.error("failed", { message: messageOf(error) });
  return { code: "internal_error", message: "Something went wrong here. Try again" };
}
