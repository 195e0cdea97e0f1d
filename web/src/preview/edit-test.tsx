import type { ReactNode } from "react";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import type { Draft } from "../decide/drafts.ts";
import { isSame } from "../decide/editing.ts";
import { Button } from "../ui/button.tsx";
import { TextButton } from "../ui/text-button.tsx";
import { TestFailure } from "./test-failure.tsx";
import { TestProgress } from "./test-progress.tsx";
import { showTestPanel } from "./test-panel.tsx";
import { type Subject, subjectsOf } from "./subjects.ts";
import { summaryOf } from "./summary.ts";
import type { Tested } from "./test-state.ts";
import { useTest } from "./use-test.ts";
import { proofWords } from "./words.ts";

/** Tests what is in the editor, and says beside it in short how that went. */
export function EditTest(
  { page, fix, draft }: { page: IncidentPage; fix: Fix; draft: Draft },
): ReactNode {
  const subject = subjectsOf(page, { fix, draft }).find(({ kind }) => kind === "edit");
  return subject === undefined ? null : <TestOfEdit incidentId={page.incident.id} subject={subject} />;
}

function TestOfEdit({ incidentId, subject }: { incidentId: string; subject: Subject }): ReactNode {
  const { start, cancel, underWay, failure, tested } = useTest(incidentId, subject);
  return (
    <>
      <Button
        isBusy={underWay !== null}
        disabled={subject.draft.code.trim() === ""}
        onClick={() => start({})}
      >
        Test this
      </Button>
      {underWay !== null && (
        <>
          <Button onClick={cancel}>Cancel test</Button>
          <div className="basis-full">
            <TestProgress progress={underWay.progress} />
          </div>
        </>
      )}
      {failure !== null && (
        <div className="basis-full">
          <TestFailure failure={failure} />
        </div>
      )}
      {underWay === null && failure === null && tested !== null && (
        <Brief tested={tested} isOld={!isSame(tested.draft, subject.draft)} />
      )}
    </>
  );
}

function Brief({ tested: { preview }, isOld }: { tested: Tested; isOld: boolean }): ReactNode {
  return (
    <div role="status" className="order-last basis-full space-y-1 rounded-md bg-raised p-3 text-sm">
      {isOld && <p className="text-warn">Tested before your last change:</p>}
      <p>{summaryOf(preview).join(" ")}</p>
      <p>{proofWords(preview).text}</p>
      <TextButton onClick={showTestPanel}>Show the whole test</TextButton>
    </div>
  );
}
