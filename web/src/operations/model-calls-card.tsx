import { type ReactNode, useState } from "react";
import { type ModelCalls, setModelCalls } from "../api/operations.ts";
import { DecisionDialog } from "../decide/decision-dialog.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { Switch } from "../ui/switch.tsx";
import { Time } from "../ui/time.tsx";
import { toastDone } from "../ui/toaster.tsx";
import { countOf } from "../words/numbers.ts";
import { useOperation } from "./use-operations.ts";

/** The kill switch of language models. */
export function ModelCallsCard({ modelCalls }: { modelCalls: ModelCalls }): ReactNode {
  const { is_on, held_fixes, set_at, set_by } = modelCalls;
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Card title="Language models">
      <div className="space-y-3">
        <Switch
          label="Calls allowed"
          hint="Off stops every call of a language model at once, for all users. Repair rules go on."
          checked={is_on}
          onChange={() => setIsAsking(true)}
        />
        {!is_on && (
          <Notice tone="warn">
            Language models are switched off. {countOf(held_fixes, "repair")}{" "}
            {held_fixes === 1 ? "waits" : "wait"} for them.
          </Notice>
        )}
        {set_at !== null && (
          <p className="text-xs text-muted">
            Switched {is_on ? "on" : "off"} by {who(set_by)}, <Time at={set_at} />.
          </p>
        )}
      </div>
      {isAsking && <SwitchDialog modelCalls={modelCalls} onClose={() => setIsAsking(false)} />}
    </Card>
  );
}

function who(setBy: ModelCalls["set_by"]): string {
  if (setBy === null) return "somebody in SQL";
  return setBy === "you" ? "you" : "another operator";
}

function SwitchDialog({ modelCalls, onClose }: { modelCalls: ModelCalls; onClose: () => void }): ReactNode {
  // What is asked does not turn around when somebody else is faster.
  const [{ is_on, held_fixes }] = useState(modelCalls);
  const operation = useOperation({
    act: setModelCalls,
    failed: "Not switched",
    onFailed: () => true,
    onDone: (resumed) => {
      onClose();
      if (is_on) toastDone("Language models are switched off");
      else {toastDone(
          "Language models are switched on",
          `${countOf(resumed, "repair")} went on that had waited.`,
        );}
    },
  });
  return (
    <DecisionDialog
      title={is_on ? "Switch language models off?" : "Switch language models on?"}
      action={is_on ? "Switch off" : "Switch on"}
      isDangerous={is_on}
      isBusy={operation.isPending}
      error={operation.error}
      onDecide={() => operation.mutate(!is_on)}
      onClose={onClose}
    >
      {is_on
        ? (
          <p>
            No call is made from then on, for any user; those under way end. What no repair rule can mend
            waits until they are on again.
          </p>
        )
        : (
          <p>
            Calls cost money again, within the limits of each user. {countOf(held_fixes, "repair")} that{" "}
            {held_fixes === 1 ? "waits" : "wait"} for it {held_fixes === 1 ? "goes" : "go"} on.
          </p>
        )}
    </DecisionDialog>
  );
}
