import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { DecisionDialog } from "./decision-dialog.tsx";

/** Closes the editor; asks first where something would be lost. */
export function DiscardButton(
  { isChanged, disabled, onDiscard }: { isChanged: boolean; disabled: boolean; onDiscard: () => void },
): ReactNode {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button
        variant="ghost"
        disabled={disabled}
        onClick={() => isChanged ? setIsAsking(true) : onDiscard()}
      >
        {isChanged ? "Discard" : "Close editor"}
      </Button>
      {isAsking && (
        <DecisionDialog
          title="Discard your changes?"
          action="Discard"
          isDangerous
          isBusy={false}
          error={null}
          onDecide={onDiscard}
          onClose={() => setIsAsking(false)}
        >
          <p>What you have written is gone for good.</p>
        </DecisionDialog>
      )}
    </>
  );
}
