// The outcome of one run of the loop: what is printed, and what of it did not hold.
import type { Counts } from "../../clients/typescript/mod.ts";
import type { CandleSource } from "../candles/candle-source.ts";
import type { TraderRun } from "../executor/run-trader.ts";
import type { Fix, LoopState } from "./loop-state.ts";
import { stillGoing } from "./settled.ts";

export interface Summary {
  ok: boolean;
  candles: { source: CandleSource["name"]; symbols: readonly string[]; intervals: readonly string[] };
  traders: number;
  errors_posted: number;
  history_rows: number;
  incidents: number;
  notifications: number;
  emails: number;
  fixes: { queued: number; proposed: number; validated: number; held: number; failed: number };
  applied: number;
  deployments: { deployed: number; failed: number };
  /** Traders with an accepted fix whose next run failed on no symbol. */
  clean_after_deploy: number;
  seconds: number;
}

export interface Evidence {
  candles: CandleSource;
  counts: Readonly<Counts>;
  history: { rows: number; occurrences: number };
  state: LoopState;
  /** The runs before any fix, and those after the reloads. */
  before: TraderRun[];
  after: TraderRun[];
  seconds: number;
}

export function summarise(evidence: Evidence): { summary: Summary; problems: string[] } {
  const { candles, counts, history, state, before, seconds } = evidence;
  const { fixes, deployments, notifications } = state;
  const problems = findProblems(evidence);
  const summary: Summary = {
    ok: problems.length === 0,
    candles: { source: candles.name, symbols: candles.symbols, intervals: candles.intervals },
    traders: before.length,
    errors_posted: counts.posted,
    history_rows: history.rows,
    incidents: state.incidents.length,
    notifications: notifications.length,
    emails: notifications.filter((row) => row.email_status === "sent").length,
    fixes: {
      queued: fixes.length,
      proposed: fixes.filter(({ status }) => status === "proposed" || status === "accepted").length,
      validated: fixes.filter(({ validated }) => validated).length,
      held: fixes.filter(({ status }) => status === "held").length,
      failed: fixes.filter(({ status }) => status === "failed" || status === "unfixable").length,
    },
    applied: fixes.filter(({ status }) => status === "accepted").length,
    deployments: {
      deployed: deployments.filter(({ status }) => status === "deployed" || status === "verified").length,
      failed: deployments.filter(({ status }) => status === "failed").length,
    },
    clean_after_deploy: acceptedRuns(evidence).filter(({ failures }) => failures.length === 0).length,
    seconds,
  };
  return { summary, problems };
}

function findProblems(evidence: Evidence): string[] {
  const { counts, history, state } = evidence;
  const lost = counts.dropped + counts.rejected;
  return [
    ...(lost > 0 ? [`${lost} errors were refused by record-error`] : []),
    ...(history.occurrences === counts.posted
      ? []
      : [`${counts.posted} errors were posted, but the history stands for ${history.occurrences}`]),
    ...incidentProblems(evidence),
    ...stillGoing(state).map((what) => `not finished in time: ${what}`),
    ...state.notifications.filter((row) => row.email_status === "failed")
      .map((row) => `e-mail "${row.title}" was not sent: ${row.email_error}`),
    ...state.fixes.filter(isWithoutCure)
      .map((fix) => `fix ${fix.id} is ${fix.status}: ${fix.reason}`),
    ...state.deployments.filter(({ status }) => status === "failed")
      .map(({ id, error }) => `deployment ${id} failed: ${error}`),
    ...cleanProblems(evidence),
  ];
}

/** Not made, although it should have been. Without a language model, what the rules cannot repair is rightly held. */
function isWithoutCure({ status, reason }: Fix): boolean {
  return status === "failed" || status === "unfixable" ||
    (status === "held" && reason !== "llm_not_configured");
}

/** One incident for each fault that was reported, and none besides. */
function incidentProblems({ before, state }: Evidence): string[] {
  return before.flatMap(({ trader, failures }) => {
    const faults = new Set(failures.map(({ component, errorType }) => `${component} ${errorType}`));
    const incidents = state.incidents.filter((incident) => incident.trader_id === trader.id);
    const opened = incidents.map(({ component, error_type }) => `${component} ${error_type}`);
    return opened.length === faults.size && opened.every((fault) => faults.has(fault))
      ? []
      : [`${trader.name} has the faults [${[...faults]}], but the incidents [${opened}]`];
  });
}

function cleanProblems(evidence: Evidence): string[] {
  const accepted = evidence.state.fixes.filter(({ status }) => status === "accepted");
  const runs = acceptedRuns(evidence);
  return [
    ...(accepted.length === 0 ? ["no fix was accepted"] : []),
    ...(runs.length === accepted.length ? [] : ["the executor does not run every accepted fix"]),
    ...runs.filter(({ failures }) => failures.length > 0)
      .map(({ trader, failures }) => `${trader.name} still fails: ${failures[0]?.message}`),
  ];
}

/** Runs of exactly the code that was accepted: a trader that still runs its old code is not among them. */
function acceptedRuns({ state, after }: Evidence): TraderRun[] {
  return state.fixes.filter(({ status }) => status === "accepted").flatMap((fix) =>
    after.filter(({ trader }) => trader.id === fix.trader_id && trader.codeSha256 === fix.code_sha256)
  );
}
