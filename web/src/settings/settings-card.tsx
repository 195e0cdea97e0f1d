import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Card } from "../ui/card.tsx";
import { ReadError } from "../ui/notice.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";

/** A card of settings that are read first. */
export function SettingsCard<T>(
  { title, read, height, children }: {
    title: string;
    read: UseQueryResult<T>;
    /** Class of the height of what comes, so that nothing moves when it is there. */
    height: string;
    children: (data: T) => ReactNode;
  },
): ReactNode {
  return (
    <Card title={title}>
      {read.data !== undefined
        ? <div className="space-y-5">{children(read.data)}</div>
        : read.isError
        ? <ReadError error={read.error} onRetry={() => void read.refetch()} />
        : (
          <Loading what={title.toLowerCase()}>
            <Skeleton className={height} />
          </Loading>
        )}
    </Card>
  );
}
