import type { z } from "zod";
import { ApiError } from "./errors.ts";
import { mapStrings } from "./map-strings.ts";

/** Uint8Array over an ArrayBuffer, which the older of the two compilers has no name for. */
type Bytes = ReturnType<TextEncoder["encode"]>;

/**
 * The body as text, inflated when it is gzip. 413 as soon as more than `maxBytes` have arrived or come out of it, whatever Content-Length
 * says; 415 for another encoding; 400 for a body that is cut off or is not what its encoding says.
 */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const encoding = request.headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") {
    throw new ApiError(
      415,
      "unsupported_encoding",
      `Cannot read a body in the encoding ${encoding.slice(0, 60)}. Send it as gzip or as it is`,
    );
  }
  const sent = ReadableStream.from(limited(request.body ?? [], maxBytes));
  try {
    if (encoding === "identity") return await textOf(sent);
    const inflated = sent.pipeThrough(new DecompressionStream("gzip"));
    return await textOf(ReadableStream.from(limited(inflated, maxBytes)));
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(
      400,
      "unreadable_body",
      "Cannot read the body: it is cut off, or not in the encoding that Content-Encoding names",
      { cause: error },
    );
  }
}

async function* limited(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Bytes> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw new ApiError(
        413,
        "body_too_large",
        `Cannot take a body of more than ${maxBytes} bytes. Send fewer events per call`,
      );
    }
    yield chunk as Bytes;
  }
}

async function textOf(stream: ReadableStream<Bytes>): Promise<string> {
  return await new Response(stream).text();
}

/** The body as JSON; 400 when it is none. Text that Postgres cannot hold (NUL, lone surrogates) is mended. */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, "invalid_json", "Cannot read the body: it is not valid JSON", { cause: error });
  }
  if (!/\\u(?:0000|d[89a-f])/i.test(text) && !text.includes("\0")) return value;
  try {
    return mapStrings(value, (text) => text.replaceAll("\0", "").toWellFormed());
  } catch (error) {
    throw new ApiError(400, "invalid_json", "Cannot read the body: it is nested too deeply", {
      cause: error,
    });
  }
}

/** The value as the schema has it; 400 that names the first offending field, the rule and the value. */
export function parseBody<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ApiError(400, "invalid_body", `Cannot accept the body: ${describeIssue(result.error, value)}`);
}

/** `field: rule, got value` for the first issue. */
export function describeIssue(error: z.ZodError, value: unknown): string {
  const issue = error.issues[0];
  if (issue === undefined) return "it does not fit";
  const field = issue.path.map(String).join(".") || "body";
  const received = issue.path.reduce<unknown>(
    (
      at,
      key,
    ) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
  const shown = show(received);
  return `${field}: ${issue.message}, got ${shown}`;
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  try {
    return JSON.stringify(value).slice(0, 100);
  } catch {
    return "something nested too deeply to show";
  }
}
