import type { ReactNode } from "react";
import type { Attempt } from "../api/fixes.ts";
import { useIsOperator } from "../session/use-is-operator.ts";
import { attemptState, fixReason, originWords, stepWords } from "../words/fixes.ts";
import { countOf, usd } from "../words/numbers.ts";
import { duration } from "../words/time.ts";
import { safeLink } from "./history.ts";

/** One attempt: how it ended, how far it came, who wrote the candidate, what it cost. */
export function AttemptRow({ attempt }: { attempt: Attempt }): ReactNode {
  const isOperator = useIsOperator();
  const why = attempt.reason_detail ?? fixReason(attempt);
  const trace = isOperator ? safeLink(attempt.trace_url) : null;
  return (
    <li className="space-y-0.5">
      <p>
        <span className="font-medium">Attempt {attempt.attempt}:</span> {attemptState(attempt.status)}
        {attempt.status === "running" && `, ${stepWords(attempt.step).toLowerCase()}`}
      </p>
      {why !== null && <p className="text-muted">{why}</p>}
      <p className="text-xs text-muted">
        {factsOf(attempt).join(" · ")}
        {trace !== null && (
          <>
            {" · "}
            <a href={trace} target="_blank" rel="noreferrer" className="text-accent underline">Trace</a>
          </>
        )}
      </p>
    </li>
  );
}

function factsOf(
  { origin, model, tokens, cost_usd, started_at, ended_at, step, prompt_version }: Attempt,
): string[] {
  const took = ended_at === null ? null : Date.parse(ended_at) - Date.parse(started_at);
  return [
    origin === null ? "" : originWords(origin),
    model ?? "",
    prompt_version === null ? "" : `prompt ${prompt_version}`,
    tokens === 0 ? "" : countOf(tokens, "token"),
    cost_usd === 0 ? "no cost" : usd(cost_usd),
    took === null ? "" : `took ${took < 1_000 ? "less than a second" : duration(took)}`,
    ended_at === null ? "" : `ended at: ${stepWords(step).toLowerCase()}`,
  ].filter(Boolean);
}
