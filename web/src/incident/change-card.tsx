import type { ReactNode } from "react";
import { PlainCode } from "../code/plain-code.tsx";
import type { Fix, FixStatus } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { fixState, originWords } from "../words/fixes.ts";
import { ChangeDiff } from "./change-diff.tsx";
import { codeChanges } from "./code-changes.ts";
import { isOwnEdit, ownEditOf } from "./current-fix.ts";
import { repairWords } from "./repair-words.ts";
import { StrategyBox } from "./strategy-box.tsx";

const TITLES: Partial<Record<FixStatus, string>> = { proposed: "What changes", accepted: "What was changed" };

/** What a repair changes and why, in words and as code. */
export function ChangeCard({ page, fix }: { page: IncidentPage; fix: Fix }): ReactNode {
  const changes = codeChanges(fix, page);
  const isEditShown = ownEditOf(fix, page) !== null;
  const { tone, label } = fixState(fix.status);
  return (
    <Card
      title={TITLES[fix.status] ?? "What was tried"}
      actions={
        <span className="flex flex-wrap gap-1.5">
          <Badge>{isEditShown ? "Your own edit" : originWords(fix.origin)}</Badge>
          <Badge tone={tone}>{label}</Badge>
        </span>
      }
    >
      <div className="space-y-4">
        {isOwnEdit(fix, page) && (
          <Notice>
            {isEditShown
              ? "You deployed your own edit of this repair. The code below is your edit; the words are about the repair that was offered."
              : "You deployed your own edit of this repair. What is shown here is the repair that was offered, not what was deployed."}
          </Notice>
        )}
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Words fix={fix} />
          <StrategyBox page={page} fix={fix} />
        </div>
        {changes.map((change) => <ChangeDiff key={change.component} change={change} diff={fix.diff} />)}
        {changes.length === 0 && fix.diff !== null && (
          <PlainCode code={fix.diff} label="What the repair changes, as a unified diff" />
        )}
      </div>
    </Card>
  );
}

function Words({ fix }: { fix: Fix }): ReactNode {
  const { cause, explanation, changes } = repairWords(fix);
  return (
    <div className="min-w-0 space-y-3 text-sm wrap-anywhere">
      {cause !== null && <Part title="Why it failed">{cause}</Part>}
      {explanation !== null && <Part title="What the repair does">{explanation}</Part>}
      {changes.length > 0 && (
        <div>
          <h3 className="mb-1 font-semibold">Changes</h3>
          <ul className="list-disc space-y-0.5 pl-5">
            {changes.map((change, index) => <li key={index}>{change}</li>)}
          </ul>
        </div>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <h3 className="mb-1 font-semibold">{title}</h3>
      <p className="whitespace-pre-line">{children}</p>
    </div>
  );
}
