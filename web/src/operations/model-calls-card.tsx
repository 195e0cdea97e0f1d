import { type ReactNode, useState } from "react";
import { type ModelCalls, setModelCalls } from "../api/operations.ts";
import { DecisionDialog } from "../decide/decision-dialog.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { Switch } from "../ui/switch.tsx";
import { Time } from "../ui/time.tsx";
import { toastDone } from "../ui/toaster.tsx";
import { switchedBy, switchedWords, switchWords, waitingWords } from "./model-calls-words.ts";
import { useOperation } from "./use-operations.ts";

/** The kill switch of language models. */
export function ModelCallsCard({ modelCalls }: { modelCalls: ModelCalls }): ReactNode {
  const { is_on, set_at } = modelCalls;
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
        {!is_on && <Notice tone="warn">{waitingWords(modelCalls)}</Notice>}
        {set_at !== null && (
          <p className="text-xs text-muted">
            Switched {is_on ? "on" : "off"} by {switchedBy(modelCalls)}, <Time at={set_at} />.
          </p>
        )}
      </div>
      {isAsking && <SwitchDialog modelCalls={modelCalls} onClose={() => setIsAsking(false)} />}
    </Card>
  );
}

function SwitchDialog({ modelCalls, onClose }: { modelCalls: ModelCalls; onClose: () => void }): ReactNode {
  // What is asked does not turn around when somebody else is faster.
  const [asked] = useState(modelCalls);
  const { title, action, consequence } = switchWords(asked);
  const operation = useOperation({
    act: setModelCalls,
    failed: "Not switched",
    // The dialog tells it.
    onFailed: () => true,
    onDone: (resumed) => {
      onClose();
      toastDone(...switchedWords(!asked.is_on, resumed));
    },
  });
  return (
    <DecisionDialog
      title={title}
      action={action}
      isDangerous={asked.is_on}
      isBusy={operation.isPending}
      error={operation.error}
      onDecide={() => operation.start(!asked.is_on)}
      onClose={onClose}
    >
      <p>{consequence}</p>
    </DecisionDialog>
  );
}
