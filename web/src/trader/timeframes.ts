import * as z from "zod/mini";

const settingsSchema = z.object({ requiredTimeframes: z.array(z.string()) });

/** Lengths of the candles that a filter looks at, such as 5m; empty where that is not written down. */
export function timeframesOf(settings: unknown): string[] {
  return settingsSchema.safeParse(settings).data?.requiredTimeframes ?? [];
}
