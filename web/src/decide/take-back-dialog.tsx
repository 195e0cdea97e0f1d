import { type ReactNode, useState } from "react";
import { rollBack } from "../api/decisions.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { DecisionDialog } from "./decision-dialog.tsx";
import { given, ReasonField } from "./reason-field.tsx";
import { inDialog, tellDeployment, useAction } from "./use-action.ts";

/** Brings back the version that ran before. */
export function TakeBackDialog(
  { page, versionId, onClose }: { page: IncidentPage; versionId: string; onClose: () => void },
): ReactNode {
  const { failing, running, trader } = page;
  const [reason, setReason] = useState("");
  const takeBack = useAction(page, {
    act: (client, text: string) =>
      rollBack(client, { trader_id: trader.id, version_id: versionId, reason: given(text) }),
    failed: "Not taken back",
    onDone: ({ deployment }) => {
      tellDeployment("Taken back", deployment);
      onClose();
    },
    onFailed: inDialog(onClose),
  });
  const before = failing?.id === versionId ? `version ${failing.version}` : "the version before it";
  return (
    <DecisionDialog
      title={`Take version ${running?.version ?? ""} back?`}
      action="Take it back"
      isDangerous
      isBusy={takeBack.isPending}
      error={takeBack.error}
      onDecide={() => takeBack.mutate(reason)}
      onClose={onClose}
    >
      <p>
        {trader.name} runs {before} again
        {failing?.id === versionId ? ", and with it the failure that this page is about" : ""}. Nothing is
        lost: you can go back to any version on the trader&apos;s page.
      </p>
      <ReasonField label="Reason (optional)" value={reason} onChange={setReason} />
    </DecisionDialog>
  );
}
