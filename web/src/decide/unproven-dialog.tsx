import { type ReactNode, useState } from "react";
import { Checkbox } from "../ui/checkbox.tsx";
import { Notice } from "../ui/notice.tsx";
import { DecisionDialog } from "./decision-dialog.tsx";

/** An edit without a proof is deployed only on the user's word. */
export function UnprovenDialog(
  { why, isBusy, onDeploy, onClose }: {
    why: string;
    isBusy: boolean;
    onDeploy: () => void;
    onClose: () => void;
  },
): ReactNode {
  const [isAcknowledged, setIsAcknowledged] = useState(false);
  return (
    <DecisionDialog
      title="Your edit is not proven"
      action="Deploy edit"
      isBusy={isBusy}
      isReady={isAcknowledged}
      error={null}
      onDecide={onDeploy}
      onClose={onClose}
    >
      <Notice tone="warn">{why}</Notice>
      <p>Nothing was deployed yet. You can go back and change it, test it, or deploy it all the same.</p>
      <Checkbox
        label="Deploy it although it is not proven"
        checked={isAcknowledged}
        onChange={setIsAcknowledged}
      />
    </DecisionDialog>
  );
}
