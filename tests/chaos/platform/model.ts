// How the stand-in for the language model answers: well, or in one of the ways in which models and their providers fail.
import type { ModelStep, RecordedCall } from "../../../local/model-server/model-server.ts";
import { FILTERS } from "../../support/traders.ts";
import type { Records } from "./records.ts";
import type { MODEL_FAULTS } from "./schedule.ts";

export type ModelTrouble = typeof MODEL_FAULTS[number];

export const ANSWERED = "model calls answered";
/** Of these the caller cannot know whether an answer was made, or knows that none was. */
const UNPAID: readonly ModelTrouble[] = ["rate-limited", "error", "hang", "stalled", "cut"];
/** More than OPENAI_TIMEOUT_MS. */
const HANG_MS = 6_000;
export const MODEL_TIMEOUT_MS = 3_000;
const DEAR = { prompt_tokens: 20_000, completion_tokens: 15_000, total_tokens: 35_000 };

/** What a call gets while this trouble lasts. */
export function stepOf(trouble: ModelTrouble | undefined, call: RecordedCall, records: Records): ModelStep {
  if (trouble !== undefined) records.count(`model: ${trouble}`);
  if (trouble === undefined || !UNPAID.includes(trouble)) records.count(ANSWERED);
  const good = goodAnswer(call);
  switch (trouble) {
    case undefined:
      return good;
    case "rate-limited":
      return { kind: "status", status: 429, headers: { "retry-after": "1" } };
    case "error":
      return { kind: "status", status: 500 };
    case "hang":
      return { kind: "slow", ms: HANG_MS, then: good };
    case "stalled":
    case "cut":
    case "refusal":
      return { kind: trouble };
    case "truncated":
      return { kind: "truncated", answer: { filter_code: "return false" } };
    case "invalid-json":
      return { kind: "content", content: `{"filter_code": "return tr` };
    case "empty":
      return { kind: "content", content: "" };
    case "same-bad":
      return { kind: "answer", answer: { filter_code: "return true" } };
    case "expensive":
      return { kind: "body", body: expensive(good) };
  }
}

/** The filter that loops for ever, mended, with what was individual in it. */
function goodAnswer({ body }: RecordedCall): ModelStep {
  const text = body.messages.map(({ content }) => content).join("\n");
  const [, least = "3"] = /return count > (\d+)/.exec(text) ?? [];
  const filter_code = FILTERS.endless.code.replace("\t\ti--\n\t}\n", "\t}\n\ti--\n")
    .replace("count > 3", `count > ${least}`);
  return { kind: "answer", answer: { filter_code } };
}

function expensive(step: ModelStep): unknown {
  const content = step.kind === "answer"
    ? {
      series_code: null,
      root_cause: "The loop does not end.",
      explanation: "It now goes on.",
      what_changed: ["It goes on"],
      confidence: 0.9,
      ...step.answer,
    }
    : {};
  return {
    id: "chatcmpl-dear",
    object: "chat.completion",
    created: 1_780_000_000,
    model: "scripted-model",
    choices: [{
      index: 0,
      finish_reason: "stop",
      message: { role: "assistant", refusal: null, content: JSON.stringify(content) },
    }],
    usage: DEAR,
  };
}
