// Previews: asked for as a stream of events, so that the page can show how far they are and end them.
import type { SupabaseClient } from "@supabase/supabase-js";
import { EventSourceParserStream } from "eventsource-parser/stream";
import * as z from "zod/mini";
import {
  type Preview,
  previewSchema,
  type Progress,
  progressSchema,
} from "../../../supabase/functions/preview-fix/answer.ts";
import { ApiError } from "./api-error.ts";
import { invoke } from "./call.ts";

/** A repair by `fix_id`, or code of one's own for it; or code for a trader. */
export interface PreviewRequest {
  fix_id?: string | undefined;
  trader_id?: string | undefined;
  code?: string | undefined;
  series_code?: string | undefined;
  symbols?: string[] | undefined;
  timeframes?: string[] | undefined;
}

interface PreviewOptions {
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

/** Runs the code that runs now and the other on market data; `onProgress` hears how far it is. */
export async function askPreview(
  client: SupabaseClient,
  request: PreviewRequest,
  { signal, onProgress }: PreviewOptions,
): Promise<Preview> {
  const headers = { Accept: "text/event-stream" };
  const answer = await invoke(client, "preview-fix", { ...request }, { signal, headers });
  if (!(answer instanceof Response) || answer.body === null) return parsed(answer);
  try {
    return await readPreview(answer.body, onProgress);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof ApiError ? error : cutOff(error);
  }
}

const refusalSchema = z.object({ code: z.string(), message: z.string() });

/** The result at the end of a stream of events. */
export async function readPreview(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onProgress: (progress: Progress) => void,
): Promise<Preview> {
  const reader = stream.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
    .getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const { event, data } = next.value;
    if (event === "result") return parsed(JSON.parse(data));
    if (event === "error") throw refused(JSON.parse(data));
    const progress = event === "progress" ? progressSchema.safeParse(JSON.parse(data)).data : undefined;
    if (progress !== undefined) onProgress(progress);
  }
  throw cutOff();
}

function parsed(data: unknown): Preview {
  const { success, data: preview, error } = previewSchema.safeParse(data);
  if (success) return preview;
  throw new ApiError(
    "unexpected_answer",
    "The result of the test is not what this page expects. Reload the page: it may be older than the server",
    500,
    undefined,
    { cause: error },
  );
}

function refused(data: unknown): ApiError {
  const { code, message } = refusalSchema.parse(data);
  return new ApiError(code, message, 500);
}

function cutOff(cause?: unknown): ApiError {
  return new ApiError("cut_off", "The test was cut off before it was done. Try again", 0, undefined, {
    cause,
  });
}
