import { type ReactNode, useId, useState } from "react";
import { Link } from "react-router";
import type { TraderPage } from "../api/trader-page.ts";
import type { ListedVersion } from "../api/versions.ts";
import { LazyCodeView } from "../code/lazy-code.tsx";
import { RetryButton } from "../decide/retry-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { DeploymentLine } from "./deployment-line.tsx";
import { changedParts, healthWords, ranWords, sourceWords, versionAction } from "./version-words.ts";

/** One version: where it comes from, when it ran, how it did, and what can be done with it. */
export function VersionRow(
  { version, trader, onCompare, onReturn }: {
    version: ListedVersion;
    trader: TraderPage;
    onCompare: () => void;
    onReturn: () => void;
  },
): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const codeId = useId();
  const { running } = trader;
  const isRunning = version.id === running?.id;
  const isSame = !isRunning && running !== null && changedParts(version, running).length === 0;
  const health = healthWords(version.health, isRunning);
  const action = versionAction(version, trader);
  return (
    <li className="space-y-2 rounded-lg border border-line bg-surface p-4 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-semibold">Version {version.version}</h2>
        {isRunning && <Badge tone="accent">Current</Badge>}
        {isSame && <Badge>Same code as the current one</Badge>}
        <Badge tone={health.tone} title={health.detail}>{health.label}</Badge>
      </div>
      <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-muted">
        <span>{sourceWords(version)}</span>
        <span>{ranWords(version)}</span>
      </p>
      <Broke version={version} />
      {version.deployment !== null && <DeploymentLine deployment={version.deployment} />}
      <div className="flex flex-wrap gap-2">
        <Button
          isSmall
          aria-expanded={isOpen}
          {...(isOpen ? { "aria-controls": codeId } : {})}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? "Hide code" : "Show code"}
        </Button>
        {!isRunning && !isSame && running !== null && (
          <Button isSmall onClick={onCompare}>Compare with current code</Button>
        )}
        {action === "return" && <Button isSmall onClick={onReturn}>Return to this version</Button>}
        {action === "retry" && <RetryButton version={version} isSmall />}
      </div>
      {isOpen && (
        <div id={codeId} className="space-y-2">
          <Code version={version} />
        </div>
      )}
    </li>
  );
}

function Broke({ version: { broke, trader_id } }: { version: ListedVersion }): ReactNode {
  if (broke.length === 0) return null;
  return (
    <div>
      <p className="font-medium">What broke it</p>
      <ul className="list-disc pl-5">
        {broke.map(({ id, summary }) => (
          <li key={id} className="wrap-anywhere">
            <Link
              to={`/traders/${trader_id}/errors/${id}`}
              className="rounded-sm text-accent underline underline-offset-2"
            >
              {summary}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Code({ version: { code, series_code, version } }: { version: ListedVersion }): ReactNode {
  return (
    <>
      <LazyCodeView code={code} label={`Filter code of version ${version}`} />
      {series_code !== "" && (
        <>
          <h3 className="font-semibold">Series code</h3>
          <LazyCodeView code={series_code} label={`Series code of version ${version}`} />
        </>
      )}
    </>
  );
}
