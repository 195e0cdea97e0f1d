import type { ReactNode } from "react";
import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import { Badge } from "../ui/badge.tsx";
import { Time } from "../ui/time.tsx";
import { deploymentWords } from "../words/deployments.ts";

/** Where a deployment stands: version, state, what that means and what happens next. */
export function DeploymentLine({ deployment }: { deployment: Deployment }): ReactNode {
  const { tone, label, detail, until } = deploymentWords(deployment);
  return (
    <div className="wrap-anywhere">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">Deployment of version {deployment.version}</span>
        <Badge tone={tone}>{label}</Badge>
      </p>
      <p className="text-muted">
        {detail}
        {until !== null && (
          <>
            {" "}
            <Time at={until} />.
          </>
        )}
      </p>
    </div>
  );
}
