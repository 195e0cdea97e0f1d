import type { ReactNode } from "react";
import { leftToday, useSpendToday } from "../api/spend-today.ts";
import { Meter } from "../ui/meter.tsx";
import { Notice, ReadError } from "../ui/notice.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { usd } from "../words/numbers.ts";

/** How much of the day's limit is used. `limit` is the one that the user has set. */
export function SpentToday({ limit }: { limit: number | null }): ReactNode {
  const { data, error, refetch } = useSpendToday();
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
