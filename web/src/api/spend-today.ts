import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import * as z from "zod/mini";
import { useReadInterval } from "../live/live.tsx";
import { callDatabase } from "./call.ts";
import { keys } from "./keys.ts";
import { useClient } from "./supabase.tsx";

const spendTodaySchema = z.object({
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

/** What the user's repairs cost today. */
export function useSpendToday(): UseQueryResult<SpendToday> {
  const client = useClient();
  return useQuery({
    queryKey: [...keys.spend, "today"],
    queryFn: ({ signal }) => callDatabase(client, "spend_by_day", { days: 1 }, spendTodaySchema, { signal }),
    refetchInterval: useReadInterval(),
  });
}
