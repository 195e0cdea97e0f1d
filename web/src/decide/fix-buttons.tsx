import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { useShortcut } from "../app/page-shortcuts.ts";
import { useUser } from "../session/session.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { AcceptButton } from "./accept-button.tsx";
import { ASK_LABELS } from "./ask-dialog.tsx";
import type { Available } from "./available.ts";
import { drafts } from "./drafts.ts";
import { draftOf } from "./editing.ts";
import { RetryButton } from "./retry-button.tsx";

/** What a button asks before anything is done, and about what. */
export type Question =
  | { kind: "accept" | "reject"; fix: Fix }
  | { kind: "ask"; ask: NonNullable<Available["ask"]> }
  | { kind: "take_back"; takeBack: NonNullable<Available["takeBack"]> };

/** The button that matters most comes first and stands out. */
export function FixButtons(
  { page, available, isEditing, onAsk }: {
    page: IncidentPage;
    available: Available;
    isEditing: boolean;
    onAsk: (question: Question) => void;
  },
): ReactNode {
  const { fix, accept, edit, reject, ask, isExhausted, retry, takeBack, chooseVersion } = isEditing
    ? whileEditing(available)
    : available;
  const { running, trader } = page;
  const { id: userId } = useUser();
  // There is a draft from then on, which opens the editor.
  const startEdit = edit && fix !== null && running !== null
    ? () => drafts.set(userId, fix.id, draftOf(fix, running))
    : null;
  const bar = useFocusAfter(isEditing);
  useShortcut("e", "Edit the code", startEdit);
  const askReject = reject && fix !== null ? () => onAsk({ kind: "reject", fix }) : null;
  useShortcut("r", "Reject the repair", askReject);
  const isFirst = useIsFirst();
  if (
    !accept && startEdit === null && askReject === null && ask === null && !isExhausted && !retry &&
    takeBack === null && !chooseVersion
  ) return null;
  return (
    <div ref={bar} tabIndex={-1} className="flex flex-wrap items-center gap-2 outline-none">
      {accept && fix !== null && (
        <AcceptButton
          key={fix.code_sha256}
          page={page}
          fix={fix}
          isNew={!isFirst}
          onAsk={() => onAsk({ kind: "accept", fix })}
        />
      )}
      {retry && running !== null && <RetryButton version={running} />}
      {ask !== null && (
        <Button
          variant={ask === "again" || isFutile(fix) ? "secondary" : "primary"}
          onClick={() => onAsk({ kind: "ask", ask })}
        >
          {ASK_LABELS[ask]}
        </Button>
      )}
      {startEdit !== null && <Button aria-keyshortcuts="e" onClick={startEdit}>Edit</Button>}
      {askReject !== null && (
        <Button variant="danger" aria-keyshortcuts="r" onClick={askReject}>Reject</Button>
      )}
      {takeBack !== null && (
        <Button
          variant="danger"
          onClick={() => onAsk({ kind: "take_back", takeBack })}
        >
          Take it back
        </Button>
      )}
      {chooseVersion && (
        <ButtonLink to={`/traders/${trader.id}?tab=versions`}>Choose another version</ButtonLink>
      )}
      {isExhausted && (
        <p className="text-sm text-muted">
          All {page.max_attempts} attempts are used.{" "}
          {edit ? "Edit the code yourself, or resolve the incident." : "Correct the code yourself."}
        </p>
      )}
    </div>
  );
}

/** Whether another try would end as the last one did until an operator changes something. */
function isFutile(fix: Available["fix"]): boolean {
  return ["llm_not_configured", "llm_misconfigured", "model_calls_off"].includes(fix?.reason ?? "");
}

/** Buttons for the repair as it was offered would be easy to mistake for those of the edit. */
function whileEditing(available: Available): Available {
  return { ...available, accept: false, edit: false, reject: false, ask: null, isExhausted: false };
}

/** Whether this is what the page showed first, and not what came later. */
function useIsFirst(): boolean {
  const [isFirst, setIsFirst] = useState(true);
  useEffect(() => setIsFirst(false), []);
  return isFirst;
}

/** Gives the focus to what it is put on when the editor, which had it, is closed. */
function useFocusAfter(isEditing: boolean): RefObject<HTMLDivElement | null> {
  const bar = useRef<HTMLDivElement>(null);
  const wasEditing = useRef(isEditing);
  useEffect(() => {
    if (wasEditing.current && !isEditing) bar.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  return bar;
}
