import * as z from "zod";
import type { User } from "../_shared/auth.ts";
import { callDatabase } from "../_shared/database.ts";
import { ApiError } from "../_shared/errors.ts";
import { componentSchema, marketDataSchema } from "../_shared/filter-runtime/schema.ts";
import type { Logger } from "../_shared/log.ts";
import type { FilterCode } from "../_shared/proof/filter-code.ts";
import type { Body } from "./request.ts";

const millisecondsSchema = z.string().transform((text, context) => {
  const time = Date.parse(text);
  if (Number.isNaN(time)) context.addIssue({ code: "custom", message: "must be a time" });
  return time;
});

const openedSchema = z.object({
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
  // What executors captured is data from outside: what does not read as market data cannot be run on and is left out.
  captured: z.array(z.unknown()).transform((inputs) =>
    inputs.flatMap((input) => marketDataSchema.safeParse(input).data ?? [])
  ),
});

type Opening = z.infer<typeof openedSchema>;
export type Incident = NonNullable<Opening["incident"]>;

/** What a preview is about: what runs, what may replace it, and what fails; times in milliseconds since the epoch. */
export type Opened = Opening & { candidate: FilterCode };

/** Admits the caller to a preview, which counts against their limit, and finds the code; 404, 422 or 429 otherwise. */
export async function openPreview(body: Body, user: User, log: Logger): Promise<Opened> {
  const { fix_id, trader_id } = body;
  const opening = await callDatabase(
    "open_preview",
    {
      actor: user.id,
      ...(fix_id === undefined ? {} : { fix_id }),
      ...(trader_id === undefined ? {} : { trader_id }),
    },
    openedSchema.nullable(),
    log,
  );
  if (opening === null) {
    throw new ApiError(
      422,
      "nothing_runs",
      "Cannot preview this trader: it has no filter code that runs. Save its code first",
    );
  }
  return { ...opening, candidate: candidateOf(body, opening) };
}

function candidateOf({ code, series_code }: Body, { fix, running }: Opening): FilterCode {
  const candidate = code ?? fix?.code ?? null;
  if (candidate === null) {
    throw new ApiError(
      422,
      "no_candidate",
      "Cannot preview this fix: it has no code yet. Wait for it, or send code of your own",
    );
  }
  return { code: candidate, series_code: series_code ?? fix?.series_code ?? running.series_code };
}
