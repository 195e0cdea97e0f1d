import * as z from "zod";
import { filterCodeSchema, seriesCodeSchema } from "../_shared/filter-code-schema.ts";
import { timeframes } from "../_shared/filter-runtime/schema.ts";

/** As many symbols as a preview looks at. */
export const MAX_SYMBOLS = 40;
/** Symbols as exchanges write them; whatever else an executor lists is not asked for. */
export const SYMBOL = /^[A-Z0-9_]{1,30}$/;

/**
 * What a preview is asked for: a fix, its own candidate unless `code` is given, or other code for a trader. `symbols` and `timeframes`
 * replace what is looked at otherwise: the failing symbols and others, and the timeframes that the code reads.
 */
export const bodySchema = z.strictObject({
  fix_id: z.guid().optional(),
  trader_id: z.guid().optional(),
  code: filterCodeSchema.optional(),
  series_code: seriesCodeSchema.optional(),
  symbols: z.array(z.string().regex(SYMBOL, { error: "must be a symbol such as BTCUSDT" }))
    .min(1).max(MAX_SYMBOLS).transform((symbols) => [...new Set(symbols)]).optional(),
  timeframes: z.array(z.enum(timeframes)).min(1)
    .transform((asked) => timeframes.filter((name) => asked.includes(name))).optional(),
}).superRefine(({ fix_id, trader_id, code }, context) => {
  const refuse = (field: string, message: string): void =>
    context.addIssue({ code: "custom", path: [field], message });
  if (fix_id !== undefined && trader_id !== undefined) {
    refuse("trader_id", "must be left out where fix_id is given");
  } else if (fix_id === undefined && trader_id === undefined) {
    refuse("fix_id", "must be given, or else trader_id and code");
  } else if (trader_id !== undefined && code === undefined) {
    refuse("code", "must be given with trader_id");
  }
});

export type Body = z.infer<typeof bodySchema>;
