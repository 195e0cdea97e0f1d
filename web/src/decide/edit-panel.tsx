import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import type { FoundProblem } from "../check/problems.ts";
import { EditTest } from "../preview/edit-test.tsx";
import { Button } from "../ui/button.tsx";
import { useUser } from "../session/session.tsx";
import { CheckLine } from "./check-line.tsx";
import { CodePanes, type Pane } from "./code-panes.tsx";
import { DiscardButton } from "./discard-button.tsx";
import { type Draft, drafts } from "./drafts.ts";
import { OvertakenNotice, StaleNotice } from "./edit-notices.tsx";
import { draftObstacle, isOvertaken, isSame, onto } from "./editing.ts";
import { ProblemList } from "./problem-list.tsx";
import { UnprovenDialog } from "./unproven-dialog.tsx";
import { useDeployEdit } from "./use-deploy-edit.ts";
import { useEditCheck } from "./use-edit-check.ts";

/** The user's own version of a repair. `canDeploy`: the repair can still be decided on. */
export function EditPanel(
  { page, fix, draft, canDeploy }: { page: IncidentPage; fix: Fix; draft: Draft; canDeploy: boolean },
): ReactNode {
  const { running } = page;
  const { id: userId } = useUser();
  const isChanged = !isSame(draft, draft.start);
  const keep = (changed: Draft): void => drafts.set(userId, fix.id, changed);
  const [pane, setPane] = useState<Pane>(page.incident.component);
  const [place, setPlace] = useState<FoundProblem | null>(null);
  const { state, problems: found } = useEditCheck(draft);
  const { deploy, isBusy, unproven, refused, leave } = useDeployEdit(page, fix, draft);
  const problems = useMemo(
    () => refused !== null && isSame(refused.draft, draft) ? [refused.problem, ...found] : found,
    [refused, draft, found],
  );
  const obstacle = running === null ? null : draftObstacle(draft, running);
  const isBehind = canDeploy && running !== null && isOvertaken(draft, fix, running);
  const isReady = canDeploy && !isBehind && obstacle === null &&
    (state === "clean" || state === "unavailable");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useWarning(isChanged);
  // Nobody misses an editor in which nothing was written.
  const isPointless = (!canDeploy || isBehind) && !isChanged;
  useEffect(() => {
    if (isPointless) drafts.remove(userId, fix.id);
  }, [isPointless, userId, fix.id]);

  const go = (problem: FoundProblem): void => {
    setPane(problem.component);
    setPlace({ ...problem });
  };
  return (
    <section
      aria-label="Editor"
      data-keys
      className="mt-4 space-y-3 border-t border-line pt-4 first:mt-0 first:border-t-0 first:pt-0"
    >
      <h3 ref={heading} tabIndex={-1} className="font-semibold outline-none">
        {fix.code === null ? "Edit the code that runs" : "Edit the repair"}
      </h3>
      {!canDeploy && <StaleNotice code={draft.code} />}
      {isBehind && <OvertakenNotice code={draft.code} onKeep={() => keep(onto(draft, fix, running))} />}
      <CodePanes
        draft={draft}
        hasSeries={pane === "series" || draft.start.series_code !== "" || draft.series_code !== ""}
        pane={pane}
        problems={problems}
        place={place}
        onPane={setPane}
        onChange={keep}
      />
      <CheckLine state={state} problems={problems} />
      <ProblemList problems={problems} onGo={go} />
      {obstacle !== null && <p className="text-sm text-muted">{obstacle}</p>}
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary" isBusy={isBusy} disabled={!isReady} onClick={() => deploy(false)}>
          Deploy edit
        </Button>
        <EditTest page={page} fix={fix} draft={draft} />
        <DiscardButton
          isChanged={isChanged}
          disabled={isBusy}
          onDiscard={() => drafts.remove(userId, fix.id)}
        />
      </div>
      {unproven !== null && (
        <UnprovenDialog
          why={unproven}
          isBusy={isBusy}
          onDeploy={() => deploy(true)}
          onClose={leave}
        />
      )}
    </section>
  );
}

/** Has the browser ask before the page with an edit is closed. */
function useWarning(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isChanged]);
}
