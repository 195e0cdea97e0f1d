import type { ReactNode } from "react";
import type { Preview } from "../../../supabase/functions/preview-fix/answer.ts";
import { Notice } from "../ui/notice.tsx";
import { Time } from "../ui/time.tsx";
import { Charts } from "./charts.tsx";
import { CodeFaults } from "./code-faults.tsx";
import { MarketsTable } from "./markets-table.tsx";
import { MissedSignals } from "./missed-signals.tsx";
import { SeriesView } from "./series-view.tsx";
import { failsSomewhere, matchSentence, summaryOf } from "./summary.ts";
import { Timings } from "./timings.tsx";
import type { Tested } from "./test-state.ts";
import { executorWords, proofWords } from "./words.ts";

/** What a test found. `isOld`: the code has changed since. */
export function Result(
  { tested: { preview, at }, isOld, runningId }: {
    tested: Tested;
    isOld: boolean;
    runningId: string | null;
  },
): ReactNode {
  const { executor, missing, markets, chart, series, missed } = preview;
  const executorSays = executorWords(executor, missing);
  return (
    <div className="space-y-5">
      <div className="space-y-3">
        <p className="text-sm text-muted">
          Tested <Time at={new Date(at).toISOString()} />. No trades were made, and nothing was deployed.
        </p>
        {isOld && <Notice tone="warn">The code has changed since this test. Test it again.</Notice>}
        {preview.running.version_id !== runningId && (
          <Notice tone="warn">Other code runs by now than when this was tested. Test it again.</Notice>
        )}
        <Summary preview={preview} />
        {executorSays !== null && (
          <Notice tone={executor === "answered" ? "neutral" : "warn"}>{executorSays}</Notice>
        )}
        <CodeFaults preview={preview} />
      </div>
      {markets.length > 0 && <MarketsTable rows={markets} />}
      {chart.length > 0 && <Charts charts={chart} />}
      {missed !== null && <MissedSignals missed={missed} />}
      {series.length > 0 && <SeriesView series={series} />}
      <Timings timings={preview.timings} />
    </div>
  );
}

function Summary({ preview }: { preview: Preview }): ReactNode {
  const { candidate, running } = preview;
  const proof = proofWords(preview);
  const matches = matchSentence(preview);
  return (
    <div className="space-y-2">
      {summaryOf(preview).map((sentence) => (
        <p
          key={sentence}
          className={failsSomewhere(preview) ? "font-medium text-bad" : "font-medium"}
        >
          {sentence}
        </p>
      ))}
      {matches !== null && <p className="text-sm">{matches}</p>}
      {candidate.code_sha256 === running.code_sha256
        ? <Notice>This is the code that runs now, so both sides are the same.</Notice>
        // What does not compile is told below.
        : candidate.compiles && <Notice tone={proof.tone}>{proof.text}</Notice>}
    </div>
  );
}
