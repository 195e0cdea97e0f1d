import type { z } from "zod";
import { FilterRuntimeError, shown } from "./filter-runtime-error.ts";

/** Parses what a caller gave; what is wrong with it is a FilterRuntimeError that names the field, the rule and the value. */
export function parseRequest<T>(schema: z.ZodType<T>, value: unknown, path = ""): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  // Of a bad key zod says at its own place only that it is bad, and the rule one level below.
  const rule = first?.code === "invalid_key" ? first.issues[0]?.message : first?.message;
  const field = [path, ...first?.path ?? []].reduce<string>(joined, "") ||
    "the request";
  throw new FilterRuntimeError(
    "invalid_request",
    `${field}: ${rule ?? "it is not valid"} (it is ${shown(first?.input)})`,
    { cause: parsed.error },
  );
}

function joined(path: string, key: PropertyKey): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return path === "" ? String(key) : `${path}.${String(key)}`;
}
