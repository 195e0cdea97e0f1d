import { type ReactNode, useState } from "react";
import { type Fault, resolveFault } from "../api/operations.ts";
import { inDialog } from "../app/use-action.ts";
import { DecisionDialog } from "../decide/decision-dialog.tsx";
import { given, ReasonField } from "../decide/reason-field.tsx";
import { toastDone } from "../ui/toaster.tsx";
import { decisionWords } from "./fault-words.ts";
import { useOperation } from "./use-operations.ts";

/** Asks whether the held repairs are to go on or to end, saying how many they are and whose. */
export function FaultDialog(
  { fault, decision, onClose }: { fault: Fault; decision: "release" | "discard"; onClose: () => void },
): ReactNode {
  const [reason, setReason] = useState("");
  const { title, action, consequences, done } = decisionWords(fault, decision);
  const operation = useOperation({
    act: resolveFault,
    failed: "Nothing was decided",
    onDone: () => {
      onClose();
      toastDone(done);
    },
    onFailed: inDialog(onClose),
  });
  return (
    <DecisionDialog
      title={title}
      action={action}
      isDangerous={decision === "discard"}
      isBusy={operation.isPending}
      error={operation.error}
      onDecide={() => operation.start({ fault_id: fault.id, decision, reason: given(reason) })}
      onClose={onClose}
    >
      {consequences.map((sentence) => <p key={sentence}>{sentence}</p>)}
      <ReasonField
        label="Reason (may be left out)"
        hint="Operators read it here."
        value={reason}
        onChange={setReason}
      />
    </DecisionDialog>
  );
}
