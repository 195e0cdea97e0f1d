import { type ReactNode, useState } from "react";
import type { ErrorRow } from "../api/incidents.ts";
import type { Page } from "../api/page.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Empty, ReadError } from "../ui/notice.tsx";
import { TableFrame } from "../ui/table-frame.tsx";
import { Time } from "../ui/time.tsx";
import { count } from "../words/numbers.ts";
import { useErrors } from "./use-errors.ts";

/** The errors one by one, newest first. `first` came with the page; what is older is read when it is asked for. */
export function LatestErrors(
  { incidentId, first }: { incidentId: string; first: Page<ErrorRow> },
): ReactNode {
  const [isWanted, setIsWanted] = useState(false);
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = useErrors(incidentId, isWanted);
  const items = data?.pages.flatMap((page) => page.items) ?? first.items;
  const hasMore = data === undefined ? first.next !== null : hasNextPage;
  const showMore = (): void => {
    if (isWanted) void fetchNextPage();
    else setIsWanted(true);
  };
  return (
    <div>
      <h3 className="mb-1 font-semibold">Latest errors</h3>
      {items.length === 0
        ? (
          <Empty title="No single errors are kept">
            They are deleted after some months; the counts stay.
          </Empty>
        )
        : <ErrorTable items={items} />}
      {error !== null && <ReadError error={error} onRetry={() => void refetch()} />}
      {hasMore && <Button isSmall className="mt-2" isBusy={isFetching} onClick={showMore}>Show older</Button>}
    </div>
  );
}

function ErrorTable({ items }: { items: ErrorRow[] }): ReactNode {
  return (
    <TableFrame label="Latest errors">
      <table className="w-full min-w-[30rem] text-left text-xs">
        <thead>
          <tr className="border-b border-line text-muted">
            {["When", "Times", "Symbol", "Interval", "Message"].map((head) => (
              <th key={head} scope="col" className="py-1 pr-3 font-medium">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => <Row key={item.id} item={item} />)}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Row({ item }: { item: ErrorRow }): ReactNode {
  const { occurred_at, occurrences, symbol, trigger_interval, error_message, stale, has_market_data } = item;
  return (
    <tr className="border-b border-line align-top last:border-0">
      <th scope="row" className="py-1.5 pr-3 font-normal whitespace-nowrap">
        <Time at={occurred_at} />
      </th>
      <td className="py-1.5 pr-3 tabular-nums">{count(occurrences)}</td>
      <td className="max-w-32 truncate py-1.5 pr-3 font-mono" title={symbol ?? undefined}>{symbol ?? "–"}</td>
      <td className="py-1.5 pr-3">{trigger_interval ?? "–"}</td>
      <td className="w-1/2 py-1.5">
        <div className="line-clamp-2 wrap-anywhere" title={error_message}>{error_message}</div>
        {(stale || has_market_data) && (
          <div className="mt-1 flex flex-wrap gap-1">
            {stale && <Badge title="Reported by code that does not run any more">From older code</Badge>}
            {has_market_data && (
              <Badge title="The market data it failed on came along, so a repair is tried on it">
                Data captured
              </Badge>
            )}
          </div>
        )}
      </td>
    </tr>
  );
}
