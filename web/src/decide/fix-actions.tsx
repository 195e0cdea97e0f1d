import { lazy, type ReactNode, Suspense, useState } from "react";
import { ErrorBoundary } from "react-error-boundary";
import type { IncidentPage } from "../api/incidents.ts";
import { useUser } from "../session/session.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { AcceptDialog } from "./accept-dialog.tsx";
import { AskDialog } from "./ask-dialog.tsx";
import { availableActions } from "./available.ts";
import { useDraft } from "./drafts.ts";
import { FixButtons, type Question } from "./fix-buttons.tsx";
import { RejectDialog } from "./reject-dialog.tsx";
import { TakeBackDialog } from "./take-back-dialog.tsx";

const EditPanel = lazy(async () => ({ default: (await import("./edit-panel.tsx")).EditPanel }));

/** What can be done with the incident's current repair: the buttons, the question that each asks, and the editor. */
export function FixActions({ page }: { page: IncidentPage }): ReactNode {
  const [question, setQuestion] = useState<Question | null>(null);
  const available = availableActions(page);
  const edited = useDraft(useUser().id, page.fixes);
  return (
    <>
      <FixButtons page={page} available={available} isEditing={edited !== null} onAsk={setQuestion} />
      {edited !== null && (
        <ErrorBoundary fallback={<NoEditor />}>
          <Suspense fallback={<EditorSkeleton />}>
            <EditPanel
              key={edited.fix.id}
              page={page}
              fix={edited.fix}
              draft={edited.draft}
              canDeploy={available.edit && edited.fix.id === available.fix?.id}
            />
          </Suspense>
        </ErrorBoundary>
      )}
      {question !== null && <Asked page={page} question={question} onClose={() => setQuestion(null)} />}
    </>
  );
}

/** The question stays as it was asked, whatever the page reads meanwhile. */
function Asked(
  { page, question, onClose }: { page: IncidentPage; question: Question; onClose: () => void },
): ReactNode {
  switch (question.kind) {
    case "accept":
      return <AcceptDialog page={page} fix={question.fix} onClose={onClose} />;
    case "reject":
      return <RejectDialog page={page} fix={question.fix} onClose={onClose} />;
    case "ask":
      return <AskDialog page={page} ask={question.ask} onClose={onClose} />;
    case "take_back":
      return <TakeBackDialog page={page} {...question.takeBack} onClose={onClose} />;
  }
}

function EditorSkeleton(): ReactNode {
  return (
    <Loading what="the editor">
      <Skeleton className="mt-4 h-96" />
    </Loading>
  );
}

function NoEditor(): ReactNode {
  return (
    <Notice
      tone="bad"
      isUrgent
      actions={<Button isSmall onClick={() => location.reload()}>Reload</Button>}
    >
      The editor could not be loaded. What you have written is kept; reload the page to go on.
    </Notice>
  );
}
