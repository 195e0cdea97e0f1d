import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import type { TraderCard, TraderList } from "../api/traders.ts";
import { useIsOperator } from "../session/use-is-operator.ts";
import { ReadError } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Loading } from "../ui/skeleton.tsx";
import { EmptyList } from "./empty-list.tsx";
import { isFiltered, readList, writeList } from "./list-params.ts";
import { summaryOf } from "./summary.ts";
import { Toolbar } from "./toolbar.tsx";
import { CardSkeleton, TraderListCard } from "./trader-card.tsx";
import { useTraderCounts, useTraderList } from "./use-traders.ts";

const GRID = "grid grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] gap-3";
const SKELETONS = 12;

/** All traders of the user: which fail, since when, and which have a repair to decide on. */
export function TradersPage(): ReactNode {
  const isOperator = useIsOperator();
  const [params, setParams] = useSearchParams();
  const list = readList(params, isOperator);
  const { data: counts } = useTraderCounts(list.isBuiltIn);
  const traders = useTraderList(list);
  // Who has no traders has none to search either.
  const isBare = isEmpty(traders) && !isFiltered(list) && !isOperator;
  const change = (changed: Partial<TraderList>): void =>
    setParams((now) => writeList(now, { ...readList(now, isOperator), ...changed }), {
      replace: true,
      preventScrollReset: true,
    });
  return (
    <Page title={list.isBuiltIn ? "Built-in traders" : "Traders"}>
      {!isBare && (
        <>
          <p className="mb-4 min-h-6 text-muted" aria-live="polite">
            {counts === undefined ? "" : summaryOf(counts)}
          </p>
          <Toolbar list={list} counts={counts} isOperator={isOperator} onChange={change} />
        </>
      )}
      <Cards list={list} traders={traders} onClear={() => change({ search: "", state: null })} />
    </Page>
  );
}

type Traders = ReturnType<typeof useTraderList>;

/** Whether it was read that there are none; that another list had none says nothing. */
function isEmpty({ data, isPlaceholderData }: Traders): boolean {
  return data?.length === 0 && !isPlaceholderData;
}

function Cards(
  { list, traders, onClear }: { list: TraderList; traders: Traders; onClear: () => void },
): ReactNode {
  const { data, error, isPlaceholderData, hasNextPage, isFetching } = traders;
  const failed = error !== null && <ReadError error={error} onRetry={() => void traders.refetch()} />;
  if (data === undefined || (data.length === 0 && isPlaceholderData)) return failed || <Skeletons />;
  return (
    <div aria-busy={isPlaceholderData} className={clsx("space-y-3", isPlaceholderData && "opacity-60")}>
      {failed}
      {data.length === 0
        ? <EmptyList isFiltered={isFiltered(list)} isBuiltIn={list.isBuiltIn} onClear={onClear} />
        : <Grid traders={data} />}
      {hasNextPage && !isPlaceholderData && (
        <ShowMore
          isAutomatic={error === null}
          isBusy={isFetching}
          onMore={() => void traders.fetchNextPage()}
        />
      )}
    </div>
  );
}

function Grid({ traders }: { traders: TraderCard[] }): ReactNode {
  return (
    <ul className={GRID} aria-label="Traders">
      {traders.map((trader) => <TraderListCard key={trader.id} trader={trader} />)}
    </ul>
  );
}

function Skeletons(): ReactNode {
  return (
    <Loading what="your traders">
      <div className={GRID}>
        {Array.from({ length: SKELETONS }, (_, index) => <CardSkeleton key={index} />)}
      </div>
    </Loading>
  );
}
