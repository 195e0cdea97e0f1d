import { type ReactNode, useState } from "react";
import { setIncidentStatus, type StatusChange } from "../api/decisions.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { toastDone } from "../ui/toaster.tsx";
import { DecisionDialog } from "./decision-dialog.tsx";
import { ignoredUntil, IgnoreFor, type IgnoreTime } from "./ignore-for.tsx";
import { given, ReasonField } from "./reason-field.tsx";
import { inDialog } from "../app/use-action.ts";
import { useIncidentAction } from "./use-incident-action.ts";

export type IncidentAction = "resolve" | "ignore" | "reopen";

interface Words {
  status: StatusChange["status"];
  title: string;
  action: string;
  done: string;
  failed: string;
  text: string;
}

const WORDS: Record<IncidentAction, Words> = {
  resolve: {
    status: "resolved",
    title: "Resolve this incident?",
    action: "Resolve",
    done: "Resolved",
    failed: "Not resolved",
    text:
      "For what is over or was mended elsewhere. If the failure happens again, it opens a new incident and you are told. A repair that waits is put away.",
  },
  ignore: {
    status: "ignored",
    title: "Ignore this incident?",
    action: "Ignore",
    done: "Ignored",
    failed: "Not ignored",
    text: "It is counted, but not repaired, and you are not told of it. A repair that waits is put away.",
  },
  reopen: {
    status: "open",
    title: "Reopen this incident?",
    action: "Reopen",
    done: "Reopened",
    failed: "Not reopened",
    text: "It counts as open again, and can be repaired.",
  },
};

/** Resolves, ignores or reopens an incident, with the reason. */
export function IncidentDialog(
  { page, action, onClose }: { page: IncidentPage; action: IncidentAction; onClose: () => void },
): ReactNode {
  const { status, title, action: button, done, failed, text } = WORDS[action];
  const [reason, setReason] = useState("");
  const [time, setTime] = useState<IgnoreTime>("growth");
  const change = useIncidentAction(page, {
    act: setIncidentStatus,
    failed,
    onDone: () => {
      toastDone(done);
      onClose();
    },
    onFailed: inDialog(onClose),
  });
  const decide = (): void =>
    change.start({
      incident_id: page.incident.id,
      status,
      reason: given(reason),
      ignored_until: action === "ignore" ? ignoredUntil(time, Date.now()) : undefined,
    });
  return (
    <DecisionDialog
      title={title}
      action={button}
      isBusy={change.isPending}
      error={change.error}
      onDecide={decide}
      onClose={onClose}
    >
      <p>{text}</p>
      {action === "ignore" && <IgnoreFor time={time} onChange={setTime} />}
      <ReasonField label="Reason (optional)" value={reason} onChange={setReason} />
    </DecisionDialog>
  );
}
