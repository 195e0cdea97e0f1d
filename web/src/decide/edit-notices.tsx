import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Notice } from "../ui/notice.tsx";

/** The edit outlives the repair that it is of: what was written is the user's. */
export function StaleNotice({ code }: { code: string }): ReactNode {
  return (
    <Notice tone="warn" isUrgent actions={<CopyButton text={code} what="your code" />}>
      This repair can no longer be decided on: it was decided already, or other code runs by now. Your edit is
      kept; copy it before you discard it.
    </Notice>
  );
}

/** The repair went on while it was edited: what is offered by now must not be passed over unseen. */
export function OvertakenNotice({ code, onKeep }: { code: string; onKeep: () => void }): ReactNode {
  return (
    <Notice
      tone="warn"
      isUrgent
      actions={
        <>
          <Button isSmall onClick={onKeep}>Go on with my edit</Button>
          <CopyButton text={code} what="your code" />
        </>
      }
    >
      The repair has changed since you began to edit it. Look at what is offered now, below; then go on with
      your edit, or discard it.
    </Notice>
  );
}
