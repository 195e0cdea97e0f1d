// An evaluation as an experiment in Braintrust: a row per case, with its scores, and the calls of the model under it.
// Nothing here may fail the evaluation or hold it up.
import { initExperiment, type Span, withCurrent, wrapOpenAI } from "braintrust/edge-light";
import type OpenAI from "openai";
import { type BraintrustConfig, connect } from "../supabase/functions/_shared/braintrust.ts";
import { messageOf } from "../supabase/functions/_shared/errors.ts";
import { scrub } from "../supabase/functions/_shared/scrub.ts";
import { within } from "../supabase/functions/_shared/within.ts";
import type { Case } from "./corpus.ts";
import type { Judgement } from "./judge-case.ts";

const REQUEST_LIMIT_MS = 5_000;
const CLOSE_LIMIT_MS = 15_000;

export interface Experiment {
  /** Returns a client whose calls appear under the case that they are made for. */
  wrapClient(client: OpenAI): OpenAI;
  /** Records what `judge` returns, which the caller gets unchanged. */
  record(one: Case, judge: () => Promise<Judgement>): Promise<Judgement>;
  /** Sends what is left. Returns a sentence for people: where the experiment is, or why it is not there. */
  close(): Promise<string>;
}

/** Registers an experiment in the project of `config`; `metadata` says what was evaluated. */
export function openExperiment(
  config: BraintrustConfig,
  options: { commit: string | null; metadata: Record<string, unknown>; secrets: readonly string[] },
): Experiment {
  const { commit, metadata, secrets } = options;
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const state = connect(config, { limitMs: REQUEST_LIMIT_MS, secrets, onFlushError: reject });
  const experiment = initExperiment(config.project, {
    experiment: `repair ${commit?.slice(0, 12) ?? "without git"}`,
    metadata: { ...metadata, git_commit: commit },
    repoInfo: { commit },
    setCurrent: false,
    state,
  });
  experiment.id.catch(reject);
  // What can no longer be sent is not worth waiting for.
  failed.catch(() => state.disable());

  return {
    wrapClient: (client) => wrapOpenAI(client),

    record: async (one, judge) => {
      const span = quietly(() =>
        experiment.startSpan({ name: "eval", type: "eval", event: questionOf(one) })
      );
      if (span === undefined) return await judge();
      const judgement = await withCurrent(span, async () => await judge());
      quietly(() => log(span, judgement));
      return judgement;
    },

    close: async () => {
      try {
        const sent = experiment.flush().then(() => experiment.summarize({ summarizeScores: false }));
        const { experimentUrl } = await within(CLOSE_LIMIT_MS, Promise.race([failed, sent]));
        return `Braintrust: ${experimentUrl}`;
      } catch (error) {
        const reason = scrub(messageOf(error), secrets).replaceAll(/\s+/g, " ");
        return `Braintrust: cannot record this evaluation at ${config.appUrl}: ${reason}. The result is complete without it`;
      }
    },
  };
}

/** Evaluates without Braintrust. */
export const noExperiment = {
  wrapClient: (client: OpenAI): OpenAI => client,
  record: (_one: Case, judge: () => Promise<Judgement>): Promise<Judgement> => judge(),
};

function questionOf({ name, class: kind, code, component, fixed }: Case): Record<string, unknown> {
  return {
    input: { code, component },
    expected: fixed ?? null,
    tags: [kind],
    metadata: { case: name, class: kind },
  };
}

function log(span: Span, judgement: Judgement): void {
  const { validated, same, code, by, failure, reason, rules, costUsd, seconds } = judgement;
  span.log({
    output: code,
    scores: { validated: validated ? 1 : 0, same_verdicts: same === null ? null : Number(same) },
    metadata: { by, failure, reason, rules },
    metrics: { cost_usd: costUsd, seconds },
  });
  span.end();
}

function quietly<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    return undefined;
  }
}
