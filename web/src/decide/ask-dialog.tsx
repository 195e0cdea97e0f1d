import { type ReactNode, useState } from "react";
import { requestFix } from "../api/decisions.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { toastDone } from "../ui/toaster.tsx";
import { AskedSoFar } from "./asked-so-far.tsx";
import type { Available } from "./available.ts";
import { DecisionDialog } from "./decision-dialog.tsx";
import { given, ReasonField } from "./reason-field.tsx";
import { inDialog } from "../app/use-action.ts";
import { useIncidentAction } from "./use-incident-action.ts";

type Ask = NonNullable<Available["ask"]>;

export const ASK_LABELS: Record<Ask, string> = {
  first: "Ask for a repair",
  again: "Ask again",
  start: "Start repair",
};

/** Asks for a repair with a hint. */
export function AskDialog(
  { page, ask, onClose }: { page: IncidentPage; ask: Ask; onClose: () => void },
): ReactNode {
  const [hint, setHint] = useState("");
  const request = useIncidentAction(page, {
    act: (client, text: string) => requestFix(client, { incident_id: page.incident.id, hint: given(text) }),
    failed: "Not asked for",
    onDone: () => {
      toastDone("Repair asked for", "The page shows how far it is.");
      onClose();
    },
    onFailed: inDialog(onClose),
  });
  return (
    <DecisionDialog
      title={ask === "again" ? "Ask for another repair" : "Ask for a repair"}
      action={ASK_LABELS[ask]}
      isBusy={request.isPending}
      error={request.error}
      onDecide={() => request.start(hint)}
      onClose={onClose}
    >
      <ReasonField
        label="What the repair should heed (optional)"
        hint="In your own words, such as: keep the threshold at 30, and say no where there are few candles."
        value={hint}
        onChange={setHint}
      />
      <AskedSoFar page={page} />
    </DecisionDialog>
  );
}
