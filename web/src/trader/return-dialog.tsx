import { type FormEvent, type ReactNode, useState } from "react";
import { messageOf } from "../api/api-error.ts";
import type { TraderPage } from "../api/trader-page.ts";
import type { ListedVersion, Version } from "../api/versions.ts";
import { given, ReasonField } from "../decide/reason-field.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { useReturn } from "./use-return.ts";
import { VersionDiff } from "./version-diff.tsx";
import { changedParts, returnWarning } from "./version-words.ts";

/** Shows what returning to a version would change, and does it. */
export function ReturnDialog(
  { version, trader, running, onClose }: {
    version: ListedVersion;
    trader: TraderPage;
    running: Version;
    onClose: () => void;
  },
): ReactNode {
  const [reason, setReason] = useState("");
  const goBack = useReturn(trader.id, { onDone: onClose, onConflict: onClose });
  const warning = returnWarning(version);
  const isSame = changedParts(version, running).length === 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isSame) goBack.start({ version, reason: given(reason) });
  };
  return (
    <Dialog title={`Return to version ${version.version}?`} isWide onClose={onClose}>
      <form onSubmit={submit} className="space-y-4 text-sm">
        <p>
          {trader.name} gets the code of version {version.version}{" "}
          again, as a new version, with its timeframes and indicators as they were then. It is deployed at
          once and watched. Nothing is lost: you can return to version {running.version} in the same way.
        </p>
        {warning !== null && <Notice tone="warn">{warning}</Notice>}
        {isSame
          ? <Notice>It is the current code, so there is nothing to return to.</Notice>
          : <VersionDiff version={version} running={running} />}
        <ReasonField label="Reason (optional)" value={reason} onChange={setReason} />
        {goBack.error !== null && <Notice tone="bad" isUrgent>{messageOf(goBack.error)}</Notice>}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={goBack.isPending} disabled={isSame}>
            Return to version {version.version}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
