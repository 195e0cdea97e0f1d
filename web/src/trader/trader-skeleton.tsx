import type { ReactNode } from "react";
import { Loading, Skeleton } from "../ui/skeleton.tsx";

/** As tall as the parts of the page that it stands for. */
export function TraderSkeleton(): ReactNode {
  return (
    <Loading what="the trader">
      <div className="space-y-4">
        <div className="grid gap-4 lg:grid-cols-2">
          <Skeleton className="h-52" />
          <Skeleton className="h-52" />
        </div>
        <Skeleton className="h-10" />
        <Skeleton className="h-80" />
      </div>
    </Loading>
  );
}

/** Holds the place of a list in a tab. */
export function ListSkeleton({ what }: { what: string }): ReactNode {
  return (
    <Loading what={what}>
      <div className="space-y-3">
        {Array.from({ length: 3 }, (_, index) => <Skeleton key={index} className="h-28" />)}
      </div>
    </Loading>
  );
}
