import * as z from "zod/mini";

export const spendTodaySchema = z.object({
  cap_usd: z.number(),
  days: z.array(z.object({ spent_usd: z.number(), reserved_usd: z.number() })),
});
type SpendToday = z.infer<typeof spendTodaySchema>;

/** What was spent or set aside today, and what is left of the day's limit. */
export function leftToday({ cap_usd, days }: SpendToday): { spent: number; cap: number; left: number } {
  const today = days.at(-1);
  const spent = (today?.spent_usd ?? 0) + (today?.reserved_usd ?? 0);
  return { spent, cap: cap_usd, left: Math.max(0, cap_usd - spent) };
}
