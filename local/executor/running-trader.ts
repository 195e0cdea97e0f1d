// A trader as the executor holds it in memory: the code it runs, which is not always the code that is stored.
import { createHash } from "node:crypto";
import { z } from "zod";
import { type Interval, intervals } from "../candles/candle-source.ts";

export interface RunningTrader {
  id: string;
  name: string;
  code: string;
  seriesCode: string;
  codeSha256: string;
  requiredTimeframes: Interval[];
}

const filterSchema = z.preprocess(
  decodeTwice,
  z.object({
    code: z.string(),
    seriesCode: z.string().nullish().transform((code) => code ?? ""),
    requiredTimeframes: z.array(z.string()).nullish().transform((names) =>
      intervals.filter((interval) => names?.includes(interval))
    ),
  }),
);

export const traderRowSchema = z.object({
  id: z.guid(),
  name: z.string(),
  filter: filterSchema,
}).transform(({ id, name, filter }): RunningTrader => ({
  id,
  name,
  ...filter,
  codeSha256: codeSha256(filter.code, filter.seriesCode),
}));

/** Some writers stored the filter as a JSON string that holds JSON. */
function decodeTwice(filter: unknown, context: z.RefinementCtx): unknown {
  if (typeof filter !== "string") return filter;
  try {
    return JSON.parse(filter);
  } catch {
    context.addIssue({ code: "custom", message: "a text that is not JSON" });
    return z.NEVER;
  }
}

/** Names a code everywhere in this product: SHA-256 of code, one NUL byte, series code. */
export function codeSha256(code: string, seriesCode: string): string {
  return createHash("sha256").update(`${code}\0${seriesCode}`).digest("hex");
}
