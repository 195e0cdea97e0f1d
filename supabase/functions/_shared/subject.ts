import * as z from "zod";
import { capturedSchema } from "./captured.ts";
import { callDatabase } from "./database.ts";
import { ApiError } from "./errors.ts";
import { componentSchema } from "./filter-runtime/schema.ts";
import type { Logger } from "./log.ts";
import type { FilterCode } from "./proof/filter-code.ts";

const millisecondsSchema = z.string().transform((text, context) => {
  const time = Date.parse(text);
  if (Number.isNaN(time)) context.addIssue({ code: "custom", message: "must be a time" });
  return time;
});

const subjectSchema = z.object({
  trader: z.object({ id: z.guid(), fly_app: z.string().nullable() }),
  fix: z.object({ id: z.guid(), code: z.string().nullable(), series_code: z.string().nullable() }).nullable(),
  incident: z.object({
    id: z.guid(),
    component: componentSchema,
    error_type: z.string(),
    symbols: z.array(z.string()),
    first_seen: millisecondsSchema,
    resolved_at: millisecondsSchema.nullable(),
  }).nullable(),
  running: z.object({
    version_id: z.guid(),
    version: z.int(),
    code: z.string(),
    series_code: z.string(),
    code_sha256: z.string(),
  }),
  captured: capturedSchema,
});

/** What trying code is about: what runs, what was offered instead, and what fails; times in milliseconds since the epoch. */
export type Subject = z.infer<typeof subjectSchema>;
export type Incident = NonNullable<Subject["incident"]>;

/** Code as a user sends it, either component left out or not. */
export interface SentCode {
  code?: string | undefined;
  series_code?: string | undefined;
}

/** Admits a user to trying code for a fix or a trader, which counts against their limit, and finds what it is about; 404, 422 or 429 otherwise. */
export async function openSubject(
  of: { fix_id?: string | undefined; trader_id?: string | undefined },
  actor: string,
  log: Logger,
): Promise<Subject> {
  const { fix_id, trader_id } = of;
  const subject = await callDatabase(
    "open_preview",
    {
      actor,
      ...(fix_id === undefined ? {} : { fix_id }),
      ...(trader_id === undefined ? {} : { trader_id }),
    },
    subjectSchema.nullable(),
    log,
  );
  if (subject !== null) return subject;
  throw new ApiError(
    422,
    "nothing_runs",
    "Cannot try code for this trader: it has no filter code that runs. Save its code first",
  );
}

/** The code that is to be tried: what was sent, else the fix's own, else, of series code, what runs; 422 where there is none. */
export function candidateOf({ code, series_code }: SentCode, { fix, running }: Subject): FilterCode {
  const candidate = code ?? fix?.code ?? null;
  if (candidate === null) {
    throw new ApiError(
      422,
      "no_candidate",
      "Cannot try this fix: it has no code yet. Wait for it, or send code of your own",
    );
  }
  return { code: candidate, series_code: series_code ?? fix?.series_code ?? running.series_code };
}
