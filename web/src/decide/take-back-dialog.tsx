import { type ReactNode, useEffect, useState } from "react";
import { toast } from "sonner";
import { rollBack } from "../api/decisions.ts";
import type { IncidentPage } from "../api/incidents.ts";
import type { Version } from "../api/versions.ts";
import { returnWarning } from "../trader/version-words.ts";
import { Notice } from "../ui/notice.tsx";
import { DecisionDialog } from "./decision-dialog.tsx";
import { given, ReasonField } from "./reason-field.tsx";
import { inDialog } from "../app/use-action.ts";
import { tellDeployment } from "./tell-deployment.ts";
import { useIncidentAction } from "./use-incident-action.ts";

/** Brings back the version that ran before `running`, which is what ran when it was asked. */
export function TakeBackDialog(
  { page, running, versionId, onClose }: {
    page: IncidentPage;
    running: Version;
    versionId: string;
    onClose: () => void;
  },
): ReactNode {
  const { failing, trader, incident } = page;
  const [reason, setReason] = useState("");
  const takeBack = useIncidentAction(page, {
    act: (client, text: string) =>
      rollBack(client, { trader_id: trader.id, version_id: versionId, reason: given(text) }),
    failed: "Not taken back",
    onDone: ({ deployment }) => {
      tellDeployment("Taken back", deployment);
      onClose();
    },
    onFailed: inDialog(onClose),
  });
  useClosing(page.running?.id !== running.id && !takeBack.isPending, onClose);
  const target = failing?.id === versionId ? failing : null;
  const warning = target?.health === "failing" ? returnWarning({ ...target, broke: [incident] }) : null;
  return (
    <DecisionDialog
      title={`Take version ${running.version} back?`}
      action="Take it back"
      isDangerous
      isBusy={takeBack.isPending}
      error={takeBack.error}
      onDecide={() => takeBack.start(reason)}
      onClose={onClose}
    >
      <p>
        {trader.name} runs {target === null ? "the version before it" : `version ${target.version}`} again
        {target === null ? "" : ", and with it the failure that this page is about"}. Nothing is lost: you can
        go back to any version on the trader&apos;s page.
      </p>
      {warning !== null && <Notice tone="warn">{warning}</Notice>}
      <ReasonField label="Reason (optional)" value={reason} onChange={setReason} />
    </DecisionDialog>
  );
}

/** Puts the question away when other code runs than it is about. */
function useClosing(isOver: boolean, onClose: () => void): void {
  useEffect(() => {
    if (!isOver) return;
    toast.warning("Other code runs by now", {
      description: "So nothing was taken back. The page now shows how things stand.",
      duration: 12_000,
    });
    onClose();
  }, [isOver]);
}
