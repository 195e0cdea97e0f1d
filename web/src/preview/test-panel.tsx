import { FlaskConical } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { useShortcut } from "../app/page-shortcuts.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { useDraft } from "../decide/drafts.ts";
import { isSame } from "../decide/editing.ts";
import { useUser } from "../session/session.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Choice } from "../ui/choice.tsx";
import { Empty } from "../ui/notice.tsx";
import type { Asked } from "./asked.ts";
import { AskedForm } from "./asked-form.tsx";
import { Result } from "./result.tsx";
import { type Subject, subjectsOf } from "./subjects.ts";
import { TestFailure } from "./test-failure.tsx";
import { TestProgress } from "./test-progress.tsx";
import { useTest } from "./use-test.ts";

/** Of the element that holds the test's results. */
const PANEL_ID = "test";

/** Brings the test's results into sight, and the focus to them. */
export function showTestPanel(): void {
  const panel = document.getElementById(PANEL_ID);
  panel?.scrollIntoView({ behavior: "smooth" });
  panel?.focus({ preventScroll: true });
}

/** Tries the repair, or the user's edit, on market data. */
export function TestPanel({ page }: { page: IncidentPage }): ReactNode {
  const subjects = subjectsOf(page, useDraft(useUser().id, page.fixes));
  const [kind, setKind] = useState<Subject["kind"] | null>(null);
  const subject = subjects.find((one) => one.kind === kind) ?? subjects[0];
  const choice = subjects.length > 1 && subject !== undefined && (
    <Choice
      label="Code to test"
      options={subjects.map(({ kind, label }) => ({ value: kind, label }))}
      value={subject.kind}
      onChange={setKind}
    />
  );
  return (
    <div id={PANEL_ID} tabIndex={-1} className="scroll-mt-20 outline-none">
      <Card title="Test" actions={choice}>
        {page.trader.language !== "go"
          ? <Empty title="Only Go code can be tested here" />
          : subject === undefined
          ? <Empty title="There is no code to test">The trader has no filter code yet.</Empty>
          : <TestOf page={page} subject={subject} />}
      </Card>
    </div>
  );
}

function TestOf({ page, subject }: { page: IncidentPage; subject: Subject }): ReactNode {
  const [asked, setAsked] = useState<Asked | null>({});
  const test = useTest(page.incident.id, subject);
  const { underWay, failure, tested, start, cancel } = test;
  const panel = useRef<HTMLDivElement>(null);
  const canStart = underWay === null && asked !== null;
  const run = (): void => {
    if (canStart) start(asked);
    panel.current?.scrollIntoView({ block: "nearest" });
  };
  useShortcut("t", "Test on market data", canStart ? run : null);

  return (
    <div ref={panel} className="scroll-mt-20 space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant={tested === null && page.incident.attribution === "code" ? "primary" : "secondary"}
          isBusy={underWay !== null}
          disabled={asked === null}
          aria-keyshortcuts="t"
          onClick={run}
        >
          {tested === null ? "Test on market data" : "Test again"}
        </Button>
        {underWay !== null && <Button onClick={cancel}>Cancel</Button>}
      </div>
      <AskedForm onChange={setAsked} />
      {underWay !== null && <TestProgress progress={underWay.progress} />}
      {failure !== null && <TestFailure failure={failure} />}
      {tested !== null
        ? (
          <Result
            tested={tested}
            isOld={!isSame(tested.draft, subject.draft)}
            runningId={page.running?.id ?? null}
          />
        )
        : underWay === null && failure === null && (
          <Empty icon={FlaskConical} title="Not tested yet">
            A test runs the code that runs now and {subject.kind === "running" ? "nothing else" : "this code"}
            {" "}
            on the executor&apos;s current candles, and on those that were captured when the code failed. It
            changes nothing.
          </Empty>
        )}
    </div>
  );
}
