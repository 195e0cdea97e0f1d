import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Reads again what is shown of a key, and marks the rest as out of date. A read that is under way is let come to its end, but it may have begun before
 * what the hint is about, so another one follows it.
 */
export async function readAgain(queries: QueryClient, queryKey: QueryKey): Promise<void> {
  const isUnderWay = queries.isFetching({ queryKey }) > 0;
  await queries.invalidateQueries({ queryKey }, { cancelRefetch: false });
  if (isUnderWay) await queries.invalidateQueries({ queryKey }, { cancelRefetch: false });
}
