import { CircleAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Overview } from "../api/operations.ts";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { faultPath } from "./fault-path.ts";
import { bySeriousness, problemWords } from "./problem-words.ts";

/** What is wrong with the platform, what it means and what to do; or that nothing is. */
export function ProblemsCard({ overview }: { overview: Overview }): ReactNode {
  const { problems, systemic_faults } = overview;
  if (problems.length === 0) {
    return <Notice tone="good">The platform itself is in order. What fails of the traders is below.</Notice>;
  }
  const fault = systemic_faults.find(({ status }) => status === "open");
  return (
    <Card title="What is wrong" actions={<Badge tone="warn">{problems.length}</Badge>}>
      <ul className="divide-y divide-line">
        {bySeriousness(problems).map((code) => (
          <li key={code} className="py-3 first:pt-0 last:pb-0">
            <Problem code={code} faultId={code === "systemic_fault" ? fault?.id : undefined} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Problem({ code, faultId }: { code: string; faultId: string | undefined }): ReactNode {
  const { tone, title, meaning, remedy, sql } = problemWords(code);
  return (
    <div className="flex gap-3 text-sm">
      {tone === "bad"
        ? <CircleAlert role="img" aria-label="Serious:" className="mt-0.5 size-4 shrink-0 text-bad" />
        : <TriangleAlert role="img" aria-label="Warning:" className="mt-0.5 size-4 shrink-0 text-warn" />}
      <div className="min-w-0 space-y-0.5">
        <h3 className="font-medium">{title}</h3>
        <p className="text-muted">{meaning}</p>
        <p>
          {remedy}{" "}
          {faultId !== undefined && (
            <Link to={faultPath(faultId)} className="text-accent underline">Show the fault</Link>
          )}
        </p>
        {sql !== undefined && (
          <code className="block rounded bg-raised px-2 py-1 font-mono text-xs break-words">{sql}</code>
        )}
      </div>
    </div>
  );
}
