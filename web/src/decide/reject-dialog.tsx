import type { SupabaseClient } from "@supabase/supabase-js";
import { type ReactNode, useState } from "react";
import { rejectFix, requestFix } from "../api/decisions.ts";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { toastDone, toastFailed } from "../ui/toaster.tsx";
import { AskedSoFar } from "./asked-so-far.tsx";
import { canAskAfter } from "./available.ts";
import { explained } from "../words/conflicts.ts";
import { DecisionDialog } from "./decision-dialog.tsx";
import { shownHash } from "./editing.ts";
import { given, ReasonField } from "./reason-field.tsx";
import { inDialog } from "../app/use-action.ts";
import { useIncidentAction } from "./use-incident-action.ts";

/** Rejects a repair, and asks for another one if that is wanted. */
export function RejectDialog(
  { page, fix, onClose }: { page: IncidentPage; fix: Fix; onClose: () => void },
): ReactNode {
  // What is decided on is what was shown, whatever the page reads meanwhile.
  const [hash] = useState(page.running && shownHash(fix, page.running));
  const [reason, setReason] = useState("");
  const [asksAgain, setAsksAgain] = useState(false);
  const [hint, setHint] = useState("");
  const canAskAgain = canAskAfter(page);

  const reject = useIncidentAction(page, {
    act: async (client: SupabaseClient, code_sha256: string): Promise<"rejected" | "asked" | Error> => {
      await rejectFix(client, { fix_id: fix.id, code_sha256, reason: given(reason) });
      if (!asksAgain) return "rejected";
      const request = { incident_id: page.incident.id, hint: given(hint) };
      // The rejection stands, whatever becomes of the rest.
      return await requestFix(client, request).then(() => "asked" as const, (error: Error) => error);
    },
    failed: "Not rejected",
    onDone: (became) => {
      if (became instanceof Error) toastFailed("Rejected, but not asked again", explained(became));
      else if (became === "asked") toastDone("Rejected", "Another repair is on its way.");
      else toastDone("Rejected", "This repair is not offered again.");
      onClose();
    },
    onFailed: inDialog(onClose),
  });

  return (
    <DecisionDialog
      title="Reject this repair?"
      action={asksAgain ? "Reject and ask again" : "Reject"}
      isDangerous
      isBusy={reject.isPending}
      error={reject.error}
      onDecide={() => hash !== null && reject.start(hash)}
      onClose={onClose}
    >
      <p>The same repair is not offered again. The failure goes on until it is repaired otherwise.</p>
      <ReasonField
        label="Reason (optional)"
        hint="Kept with the repair, and heeded by the next attempt."
        value={reason}
        onChange={setReason}
      />
      {canAskAgain && (
        <Checkbox label="Ask for another repair right away" checked={asksAgain} onChange={setAsksAgain} />
      )}
      {asksAgain && (
        <>
          <ReasonField label="What the next repair should heed (optional)" value={hint} onChange={setHint} />
          <AskedSoFar page={page} />
        </>
      )}
    </DecisionDialog>
  );
}
