import { clsx } from "clsx";
import { Check, Circle, CircleDot, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { Time, Until } from "../ui/time.tsx";
import { deploymentWords } from "../words/deployments.ts";
import { type DeploymentStep, deploymentSteps } from "./deployment-steps.ts";

/** Where the deployments of this incident's repairs stand, and the trader's latest if that is another. */
export function DeploymentCard({ page: { deployments, current } }: { page: IncidentPage }): ReactNode {
  const isOther = current !== null && !deployments.some(({ id }) => id === current.id);
  const [latest, ...earlier] = isOther ? [current, ...deployments] : deployments;
  if (latest === undefined) return null;
  return (
    <Card title="Deployment">
      <div className="space-y-4 text-sm">
        {isOther && (
          <p className="text-muted">
            {deployments.length === 0
              ? "No repair of this failure was deployed. The trader's latest deployment:"
              : "The trader's latest deployment, which is not of a repair of this failure:"}
          </p>
        )}
        <Timeline deployment={latest} />
        {earlier.length > 0 && (
          <div>
            <h3 className="mb-1 font-semibold">Before that</h3>
            <ul className="space-y-2">{earlier.map((one) => <Earlier key={one.id} deployment={one} />)}</ul>
          </div>
        )}
      </div>
    </Card>
  );
}

const LOOKS: Record<DeploymentStep["state"], { icon: typeof Check; className: string; says: string }> = {
  done: { icon: Check, className: "text-good", says: "Done" },
  now: { icon: CircleDot, className: "text-accent", says: "Now" },
  next: { icon: Circle, className: "text-muted", says: "Still to come" },
  bad: { icon: X, className: "text-bad", says: "Not in order" },
};

function Timeline({ deployment }: { deployment: Deployment }): ReactNode {
  return (
    <ol className="space-y-2">
      {deploymentSteps(deployment).map(({ state, label, at, detail }) => {
        const { icon: Icon, className, says } = LOOKS[state];
        return (
          <li key={label} className="flex gap-2">
            <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", className)} />
            <div className="min-w-0 wrap-anywhere">
              <span className="sr-only">{says}:</span>{" "}
              <span className={clsx(state === "next" ? "text-muted" : "font-medium")}>{label}</span>
              {at !== null && (
                <span className="text-muted">
                  {" "}
                  {state === "now" ? <Until at={at} /> : <Time at={at} />}
                </span>
              )}
              {detail !== undefined && <p className="text-muted">{detail}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Earlier({ deployment }: { deployment: Deployment }): ReactNode {
  const { tone, label, detail, until } = deploymentWords(deployment);
  return (
    <li className="wrap-anywhere">
      Version {deployment.version} <Badge tone={tone}>{label}</Badge>{" "}
      <span className="text-muted">
        <Time at={deployment.created_at} />
      </span>
      <p className="text-muted">
        {detail}
        {until !== null && (
          <>
            {" "}
            <Until at={until} />.
          </>
        )}
      </p>
    </li>
  );
}
