import * as z from "zod";
import { codeHashSchema } from "./code-hash.ts";
import { callDatabase } from "./database.ts";
import { componentSchema, marketDataSchema } from "./filter-runtime/schema.ts";
import type { Logger } from "./log.ts";

const subjectSchema = z.object({
  trader: z.object({ id: z.guid(), name: z.string(), fly_app: z.string().nullable() }),
  fix: z.object({
    id: z.guid(),
    status: z.string(),
    code: z.string().nullable(),
    series_code: z.string().nullable(),
    code_sha256: codeHashSchema.nullable(),
    base_version_id: z.guid(),
  }).nullable(),
  incident: z.object({
    id: z.guid(),
    component: componentSchema,
    error_type: z.string(),
    status: z.string(),
    symbols: z.array(z.string()),
    first_seen: z.string(),
    last_seen: z.string(),
    resolved_at: z.string().nullable(),
  }).nullable(),
  running: z.object({
    version_id: z.guid(),
    version: z.int(),
    code: z.string(),
    series_code: z.string(),
    code_sha256: codeHashSchema,
  }),
  // What executors captured is data from outside: what does not read as market data cannot be replayed and is left out.
  captured: z.array(z.unknown()).transform((inputs) =>
    inputs.flatMap((input) => marketDataSchema.safeParse(input).data ?? [])
  ),
});

/** What trying code for a trader is about: the fix, its incident or the one that is open, the code that runs, the input that was captured. */
export type PreviewSubject = z.infer<typeof subjectSchema>;

/** Reads it for whoever may act on the trader, and counts against that user's limit. Throws 404, 422 `not_go` and 429 `too_many_previews`. */
export function openPreview(
  of: { fix_id: string } | { trader_id: string },
  actor: string,
  log: Logger,
): Promise<PreviewSubject> {
  return callDatabase("open_preview", { actor, ...of }, subjectSchema, log);
}
