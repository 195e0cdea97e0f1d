import type { ReactNode } from "react";
import { Page } from "../ui/page.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { IncidentHeading } from "./incident-heading.tsx";

/** As tall as the parts of the page that it stands for. */
export function IncidentSkeleton({ back }: { back: ReactNode }): ReactNode {
  return (
    <Page
      title="Error recovery"
      heading={<IncidentHeading name="Error recovery" title="Loading" />}
      above={back}
      actions={<Skeleton className="h-10 w-44" />}
    >
      <Loading what="the failure and its repair">
        <div className="space-y-4">
          <Skeleton className="h-[32rem] sm:h-72" />
          <Skeleton className="h-96" />
          <Skeleton className="h-64" />
        </div>
      </Loading>
    </Page>
  );
}
