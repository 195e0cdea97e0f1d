import { clsx } from "clsx";
import { BellOff, Settings } from "lucide-react";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import type { Notification } from "../api/notifications.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Empty, ReadError } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { type Filters, isNarrowed, noFilters, readFilters, writeFilters } from "./filters.ts";
import { MarkAll } from "./mark-all.tsx";
import { NotificationList } from "./notification-list.tsx";
import { useNotificationList } from "./use-notification-list.ts";

function Nothing({ filters, onAll }: { filters: Filters; onAll: () => void }): ReactNode {
  const back = <Button onClick={onAll}>Show all</Button>;
  if (isNarrowed(filters)) {
    return <Empty icon={BellOff} title="Nothing fits these filters">{back}</Empty>;
  }
  if (filters.isUnread) return <Empty icon={BellOff} title="Everything is read">{back}</Empty>;
  return (
    <Empty icon={BellOff} title="Nothing has happened yet">
      When a trader fails, is repaired or runs new code, you hear of it here.
    </Empty>
  );
}

function Placeholder(): ReactNode {
  return (
    <Loading what="notifications">
      <Skeleton className="mb-2 h-5 w-24" />
      <div className="divide-y divide-line rounded-lg border border-line bg-surface">
        {[1, 2, 3, 4, 5].map((row) => (
          <div key={row} className="flex gap-3 px-3 py-3 sm:px-4">
            <Skeleton className="size-8 shrink-0 !rounded-full" />
            <Skeleton className="h-20 flex-1" />
          </div>
        ))}
      </div>
    </Loading>
  );
}

function Listed(
  { list, filters, items, onAll }: {
    list: ReturnType<typeof useNotificationList>;
    filters: Filters;
    items: Notification[];
    onAll: () => void;
  },
): ReactNode {
  if (list.data === undefined) {
    return list.isError
      ? <ReadError error={list.error} onRetry={() => void list.refetch()} />
      : <Placeholder />;
  }
  return (
    <>
      <div aria-busy={list.isPlaceholderData} className={clsx(list.isPlaceholderData && "opacity-55")}>
        {items.length === 0
          ? <Nothing filters={filters} onAll={onAll} />
          : <NotificationList items={items} />}
      </div>
      {list.isError && (
        <ReadError
          error={list.error}
          onRetry={() => void (list.isFetchNextPageError ? list.fetchNextPage() : list.refetch())}
        />
      )}
      {list.hasNextPage && (
        <div className="flex justify-center">
          <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

/** All that the user was told. */
export function NotificationsPage(): ReactNode {
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const list = useNotificationList(filters);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const choose = (chosen: Filters): void =>
    setParams(writeFilters(chosen), { replace: true, preventScrollReset: true });
  return (
    <div className="max-w-4xl">
      <Page
        title="Notifications"
        actions={
          <>
            <MarkAll shown={items} isNarrowed={isNarrowed(filters)} />
            <ButtonLink to="/settings" variant="ghost">
              <Settings aria-hidden className="size-4" /> How you are told
            </ButtonLink>
          </>
        }
      >
        <div className="space-y-5">
          <FilterBar filters={filters} onChange={choose} />
          <Listed list={list} filters={filters} items={items} onAll={() => choose(noFilters)} />
        </div>
      </Page>
    </div>
  );
}
