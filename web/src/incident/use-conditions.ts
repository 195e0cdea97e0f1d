import { useQuery } from "@tanstack/react-query";
import { databaseError } from "../api/call.ts";
import { keys } from "../api/keys.ts";
import { useClient } from "../api/supabase.tsx";
import { conditionsOf } from "./strategy.ts";

const LIMIT_MS = 15_000;

/**
 * The conditions of a trader's filter in words; none while they are read and where they cannot be, because they only explain what the page
 * shows anyhow.
 */
export function useConditions(traderId: string): string[] {
  const client = useClient();
  const { data } = useQuery({
    queryKey: [...keys.trader(traderId), "conditions"],
    queryFn: async ({ signal }) => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
      const { data, error, status } = await client.from("traders").select("filter").eq("id", traderId)
        // The query itself is what is tried again.
        .abortSignal(limit).retry(false).maybeSingle();
      if (error) throw databaseError(error, status);
      return conditionsOf(data?.["filter"]);
    },
  });
  return data ?? [];
}
