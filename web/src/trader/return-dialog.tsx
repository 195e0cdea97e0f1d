import { type ReactNode, useState } from "react";
import type { TraderPage } from "../api/trader-page.ts";
import type { ListedVersion, Version } from "../api/versions.ts";
import { DecisionDialog } from "../decide/decision-dialog.tsx";
import { given, ReasonField } from "../decide/reason-field.tsx";
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
  const goBack = useReturn(version, onClose);
  const warning = returnWarning(version);
  const isSame = changedParts(version, running).length === 0;
  return (
    <DecisionDialog
      title={`Return to version ${version.version}?`}
      action={`Return to version ${version.version}`}
      isWide
      isBusy={goBack.isPending}
      isReady={!isSame}
      error={goBack.error}
      onDecide={() => goBack.start(given(reason))}
      onClose={onClose}
    >
      <p>
        {trader.name} gets the code of version {version.version}{" "}
        again, as a new version, with its timeframes and indicators as they were then. It is deployed at once
        and watched. Nothing is lost: you can return to version {running.version} in the same way.
      </p>
      {warning !== null && <Notice tone="warn">{warning}</Notice>}
      {isSame
        ? <Notice>It is the current code, so there is nothing to return to.</Notice>
        : <VersionDiff version={version} running={running} />}
      <ReasonField label="Reason (optional)" value={reason} onChange={setReason} />
    </DecisionDialog>
  );
}
