// The ways in which the stand-in for the language model answers, by name.
import type { Case } from "../../evals/corpus.ts";
import { neutralise } from "../../supabase/functions/regenerate-filter/untrusted.ts";
import type { ModelStep, RecordedCall, ScriptedStep } from "./model-server.ts";

const SLOW_MS = 5_000;
/** Above what an answer's code may have. */
const OVERSIZED = "x := 1\n".repeat(10_000);
const BAD = "return true";

type Answers = (call: RecordedCall) => ModelStep;

/** How each script answers, with `good` as the answer of one that repairs. */
const SCRIPTS = {
  "good": (good) => good,
  // By what was asked, not by its number: several traders may be repaired at a time.
  "bad-then-good": (good) => (call) => blockOf(call, "earlier_code") === undefined ? answer(BAD) : good(call),
  "same-bad": () => answer(BAD),
  "refusal": () => ({ kind: "refusal" }),
  "truncated": () => ({ kind: "truncated", answer: { filter_code: BAD } }),
  "oversized": () => answer(OVERSIZED),
  "empty": () => ({ kind: "content", content: "" }),
  "invalid-json": () => ({ kind: "content", content: `{"filter_code": "return tr` }),
  "not-go": () => answer("The filter waits for } enough candles now."),
  "rate-limited": () => ({ kind: "status", status: 429, headers: { "retry-after": "7" } }),
  "error": () => ({ kind: "status", status: 500 }),
  "slow": (good) => (call) => ({ kind: "slow", ms: SLOW_MS, then: good(call) }),
  "cut": () => ({ kind: "cut" }),
} satisfies Record<string, (good: Answers) => ScriptedStep>;

export const scriptNames: readonly string[] = Object.keys(SCRIPTS);

/**
 * The script of this name, undefined if there is none. What repairs answers with the `fixed` of the case whose code stands in the
 * prompt, and refuses what is none of them.
 */
export function scriptNamed(name: string, cases: readonly Case[]): ScriptedStep | undefined {
  const open = new Map<string, (good: Answers) => ScriptedStep>(Object.entries(SCRIPTS)).get(name);
  return open?.(repairing(cases));
}

function repairing(cases: readonly Case[]): Answers {
  const fixes = new Map(
    cases.map(({ code, component, fixed }) => [`${component} ${neutralise(code)}`, fixed]),
  );
  return (call) => {
    const code = blockOf(call, "code") ?? "";
    const seriesCode = blockOf(call, "series_code");
    const filter = fixes.get(`filter ${code}`);
    const series = fixes.get(`series ${seriesCode}`);
    if (filter === undefined && series === undefined) return { kind: "refusal" };
    return answer(filter ?? code, series ?? seriesCode ?? null);
  };
}

function answer(filter_code: string, series_code: string | null = null): ModelStep {
  return { kind: "answer", answer: { filter_code, series_code } };
}

/** The first block of this name in what was asked. */
function blockOf({ body }: RecordedCall, name: string): string | undefined {
  const text = body.messages.map(({ content }) => content).join("\n");
  const [, content] = new RegExp(`<untrusted_${name}>\n([\\s\\S]*?)\n</untrusted_${name}>`).exec(text) ?? [];
  return content;
}
