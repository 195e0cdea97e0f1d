import { type ReactNode, useState } from "react";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { NO_REAL_DATA, proofSentence, standingOf, whyNotProven } from "../incident/proof.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { Notice } from "../ui/notice.tsx";
import { DecisionDialog } from "./decision-dialog.tsx";
import { shownHash } from "./editing.ts";
import { inDialog } from "../app/use-action.ts";
import { useAccept } from "./use-accept.ts";

/** Before a repair is deployed by one key, or without a whole proof. */
export function AcceptDialog(
  { page, fix, onClose }: { page: IncidentPage; fix: Fix; onClose: () => void },
): ReactNode {
  // What is decided on is what was shown, whatever the page reads meanwhile.
  const [hash] = useState(page.running && shownHash(fix, page.running));
  const [isAcknowledged, setIsAcknowledged] = useState(false);
  const needsWord = standingOf(fix) === "not_proven";
  const accept = useAccept(page, {
    onDone: onClose,
    onFailed: inDialog(onClose),
  });
  const decide = (): void => {
    if (hash === null) return;
    accept.start({
      fix_id: fix.id,
      code_sha256: hash,
      ...(needsWord ? { acknowledge_unvalidated: true } : {}),
    });
  };
  return (
    <DecisionDialog
      title={needsWord ? "This repair is not proven" : "Deploy this repair?"}
      action="Accept and deploy"
      isBusy={accept.isPending}
      isReady={!needsWord || isAcknowledged}
      error={accept.error}
      onDecide={decide}
      onClose={onClose}
    >
      <Standing fix={fix} />
      {needsWord && (
        <Checkbox
          label="Deploy it although it is not proven"
          checked={isAcknowledged}
          onChange={setIsAcknowledged}
        />
      )}
      <p>
        {page.trader.name}{" "}
        runs the new code as soon as the executor has taken it. It is watched from then on; if it fails, the
        last healthy version comes back by itself, if your settings allow it.
      </p>
    </DecisionDialog>
  );
}

function Standing({ fix }: { fix: Fix }): ReactNode {
  const standing = standingOf(fix);
  if (standing === "not_proven" || fix.validation === null) {
    return <Notice tone="warn">{whyNotProven(fix)}</Notice>;
  }
  if (standing === "proven") return <Notice tone="good">{proofSentence(fix.validation)}</Notice>;
  return (
    <Notice tone="warn">
      {proofSentence(fix.validation)} {standing === "samples"
        ? NO_REAL_DATA
        : "Look at the changed verdicts in the proof before you deploy it."}
    </Notice>
  );
}
