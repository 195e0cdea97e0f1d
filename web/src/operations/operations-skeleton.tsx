import type { ReactNode } from "react";
import { Loading, Skeleton } from "../ui/skeleton.tsx";

const FIGURES = 8;
const CHARTS = 3;

/** Of the size of what is being read. */
export function OperationsSkeleton(): ReactNode {
  return (
    <Loading what="how the platform stands">
      <div className="space-y-4">
        <Skeleton className="h-11" />
        <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
          {Array.from({ length: FIGURES }, (_, index) => <Skeleton key={index} className="h-32" />)}
        </div>
        <Skeleton className="h-40" />
        <div className="grid gap-4 lg:grid-cols-3">
          {Array.from({ length: CHARTS }, (_, index) => <Skeleton key={index} className="h-64" />)}
        </div>
        <Skeleton className="h-80" />
      </div>
    </Loading>
  );
}
