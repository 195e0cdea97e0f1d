import type { z } from "zod";
import { ApiError } from "./errors.ts";

/** The body as text; 413 as soon as more than `maxBytes` have arrived, whatever Content-Length says. */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw new ApiError(
        413,
        "body_too_large",
        `Cannot take a body of more than ${maxBytes} bytes. Send fewer events per call`,
      );
    }
    chunks.push(chunk);
  }
  return await new Blob(chunks as BlobPart[]).text();
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
    return mend(value);
  } catch (error) {
    throw new ApiError(400, "invalid_json", "Cannot read the body: it is nested too deeply", {
      cause: error,
    });
  }
}

function mend(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", "").toWellFormed();
  if (Array.isArray(value)) return value.map(mend);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [mend(key), mend(item)]));
  }
  return value;
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
