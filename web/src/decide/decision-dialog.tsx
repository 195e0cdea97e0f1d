import { type FormEvent, type ReactNode } from "react";
import { messageOf } from "../api/api-error.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";

/** Asks for what a decision needs. It stays open while it goes wrong, so that nothing that was typed is lost. */
export function DecisionDialog(
  {
    title,
    action,
    isDangerous = false,
    isWide = false,
    isBusy,
    isReady = true,
    error,
    onDecide,
    onClose,
    children,
  }: {
    title: string;
    /** What the button says. */
    action: string;
    isDangerous?: boolean;
    isWide?: boolean;
    isBusy: boolean;
    /** Whether all that is needed is there. */
    isReady?: boolean;
    error: unknown;
    onDecide: () => void;
    onClose: () => void;
    children: ReactNode;
  },
): ReactNode {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !isBusy) onDecide();
  };
  return (
    <Dialog title={title} isWide={isWide} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <div className="space-y-3 text-sm">{children}</div>
        {error !== null && <Notice tone="bad" isUrgent>{messageOf(error)}</Notice>}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant={isDangerous ? "danger" : "primary"}
            isBusy={isBusy}
            disabled={!isReady}
          >
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
