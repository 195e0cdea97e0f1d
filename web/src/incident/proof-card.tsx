import { clsx } from "clsx";
import { Check, Info, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { didNotHold } from "../words/deployments.ts";
import { deploymentOf, isOwnEdit } from "./current-fix.ts";
import {
  isMadeUp,
  type ProofRow,
  proofRows,
  sourceWords,
  type Standing,
  standingOf,
  whyNotProven,
} from "./proof.ts";
import { ProofMarkets } from "./proof-markets.tsx";

const STANDINGS: Record<Standing, { tone: Tone; label: string }> = {
  proven: { tone: "good", label: "Proven" },
  changed: { tone: "warn", label: "Proven, with changed verdicts" },
  samples: { tone: "warn", label: "Proven on made-up markets only" },
  not_proven: { tone: "bad", label: "Not proven" },
};

const DID_NOT_HOLD = { tone: "bad", label: "Did not hold" } as const;

/** What shows that a repair works, or what is missing. */
export function ProofCard({ page, fix }: { page: IncidentPage; fix: Fix }): ReactNode {
  const { validation } = fix;
  const standing = standingOf(fix);
  const deployment = deploymentOf(fix, page);
  const hasFailed = deployment !== null && didNotHold(deployment);
  const isOwn = isOwnEdit(fix, page);
  // The proof of what was offered says nothing of what was deployed instead.
  const ofEdit = isOwn && deployment?.is_validated === true ? "proven" : "not_proven";
  const { tone, label } = hasFailed ? DID_NOT_HOLD : STANDINGS[isOwn ? ofEdit : standing];
  return (
    <Card title="Proof" actions={<Badge tone={tone}>{label}</Badge>}>
      <div className="space-y-4 text-sm">
        {hasFailed && (
          <Notice tone="bad">
            The code failed while it was watched. What is listed here was true of the markets it was tried on.
          </Notice>
        )}
        {isOwn && <EditNotice isProven={ofEdit === "proven"} />}
        {standing === "not_proven" && <Notice tone="warn">{whyNotProven(fix)}</Notice>}
        {validation !== null && (
          <>
            <ul className="space-y-2">
              {proofRows(validation).map((row) => <Row key={row.text} row={row} />)}
            </ul>
            <ProofMarkets proof={validation} />
            {isMadeUp(validation)
              ? (
                <Notice tone="warn">
                  {sourceWords(validation)}{" "}
                  They are made up: the data it failed on was not reported, and the executor gave none.
                </Notice>
              )
              : <p className="text-muted">{sourceWords(validation)}</p>}
          </>
        )}
      </div>
    </Card>
  );
}

function EditNotice({ isProven }: { isProven: boolean }): ReactNode {
  return (
    <Notice tone={isProven ? "neutral" : "warn"}>
      This proof is of the repair that was offered. You deployed your own edit, which was{" "}
      {isProven ? "proven in the same way." : "not proven."}
    </Notice>
  );
}

const LOOKS: Record<ProofRow["state"], { icon: typeof Info; className: string; says: string }> = {
  yes: { icon: Check, className: "text-good", says: "Yes" },
  no: { icon: X, className: "text-bad", says: "No" },
  note: { icon: Info, className: "text-muted", says: "Note" },
};

function Row({ row: { state, text, detail } }: { row: ProofRow }): ReactNode {
  const { icon: Icon, className, says } = LOOKS[state];
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", className)} />
      <div className="min-w-0 wrap-anywhere">
        <span className="sr-only">{says}:</span> {text}
        {detail !== undefined && (
          <p className="line-clamp-3 font-mono text-xs text-muted" title={detail}>{detail}</p>
        )}
      </div>
    </li>
  );
}
