import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { callDatabase } from "../api/call.ts";
import { keys } from "../api/keys.ts";
import { useClient } from "../api/supabase.tsx";
import { leftToday, spendTodaySchema } from "../decide/spend-today.ts";
import { useReadInterval } from "../live/live.tsx";
import { Meter } from "../ui/meter.tsx";
import { Notice, ReadError } from "../ui/notice.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { usd } from "../words/numbers.ts";

/** How much of the day's limit is used. `limit` is the one that the user has set. */
export function SpentToday({ limit }: { limit: number | null }): ReactNode {
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.spend, "today"],
    queryFn: ({ signal }) => callDatabase(client, "spend_by_day", { days: 1 }, spendTodaySchema, { signal }),
    refetchInterval: useReadInterval(),
  });
  if (data === undefined) {
    return error
      ? <ReadError error={error} onRetry={() => void refetch()} />
      : (
        <Loading what="what was spent today">
          <Skeleton className="h-7" />
        </Loading>
      );
  }
  const { spent, cap } = leftToday(data);
  return (
    <>
      <Meter
        label="Spent today"
        value={spent}
        max={cap}
        text={`${usd(spent)} of ${usd(cap)} used today. A new day begins at midnight UTC.`}
      />
      {limit !== null && cap < limit && (
        <Notice tone="warn">
          The platform allows {usd(cap)} a day for now, which is less than your limit of {usd(limit)}.
        </Notice>
      )}
    </>
  );
}
