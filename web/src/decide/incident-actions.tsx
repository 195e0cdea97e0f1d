import { type ReactNode, useState } from "react";
import type { IncidentPage } from "../api/incidents.ts";
import { Button } from "../ui/button.tsx";
import { incidentActions } from "./available.ts";
import { type IncidentAction, IncidentDialog } from "./incident-dialog.tsx";

const LABELS: Record<IncidentAction, string> = {
  resolve: "Resolve",
  ignore: "Ignore",
  reopen: "Reopen",
};

/** What can be done with the incident itself. */
export function IncidentActions({ page }: { page: IncidentPage }): ReactNode {
  const [asked, setAsked] = useState<IncidentAction | null>(null);
  return (
    <>
      {incidentActions(page).map((action) => (
        <Button
          key={action}
          onClick={() => setAsked(action)}
        >
          {LABELS[action]}
        </Button>
      ))}
      {asked !== null && <IncidentDialog page={page} action={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
