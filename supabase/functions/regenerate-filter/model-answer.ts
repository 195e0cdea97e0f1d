// What the model is asked to answer, and what of it is believed.
import * as z from "zod";

export interface RepairAnswer {
  code: string;
  seriesCode?: string;
  rootCause: string;
  explanation: string;
  whatChanged: string[];
  /** The model's own opinion, between 0 and 1. */
  confidence: number;
}

// Strict structured output wants every field required and no constraint beyond types: limits are ours to check.
const wireSchema = z.strictObject({
  filter_code: z.string(),
  series_code: z.string().nullable(),
  root_cause: z.string(),
  explanation: z.string(),
  what_changed: z.array(z.string()),
  confidence: z.number(),
});

const { $schema: _, ...jsonSchema } = z.toJSONSchema(wireSchema);

/** The `response_format` of the request. */
export const answerFormat = {
  type: "json_schema" as const,
  json_schema: { name: "filter_repair", strict: true, schema: jsonSchema },
};

/** In bytes: no filter can be longer. */
const MAX_CODE = 64 * 1024;
/** In characters. Both codes with every character escaped, and the rest; an honest answer is a hundredth of it. */
const MAX_CONTENT = 512 * 1024;

// Gateways without structured output leave out what is null and add fields of their own; a model may be 95 % sure.
const answerSchema = z.object({
  filter_code: z.string().transform(withoutFence).pipe(z.string().min(1)),
  series_code: z.string().transform(withoutFence).nullish(),
  root_cause: z.string().min(1).transform((text) => text.slice(0, 2_000)),
  explanation: z.string().min(1).transform((text) => text.slice(0, 4_000)),
  what_changed: z.array(z.string().transform((text) => text.slice(0, 500))).transform((list) =>
    list.slice(0, 20)
  ),
  confidence: z.number().transform((value) => Math.min(1, Math.max(0, value > 1 ? value / 100 : value))),
});

/** Why an answer is not believed: as a code, and as a sentence. */
export interface NoAnswer {
  reason: "llm_oversized" | "llm_invalid_answer";
  invalid: string;
}

/**
 * Reads the content of the model's message. Returns what is wrong with it where it is not an answer; what is too large is not read.
 * Series code is believed only for a trader that has some.
 */
export function readAnswer(
  content: string,
  { hasSeriesCode }: { hasSeriesCode: boolean },
): RepairAnswer | NoAnswer {
  if (content.length > MAX_CONTENT) {
    return oversized(`${content.length} characters, and ${MAX_CONTENT} are allowed`);
  }
  let json: unknown;
  try {
    json = JSON.parse(withoutFence(content));
  } catch {
    return { reason: "llm_invalid_answer", invalid: "The model's answer is not JSON" };
  }
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      reason: "llm_invalid_answer",
      invalid: `The model's answer is not a repair: ${issue?.path.join(".") || "answer"}: ${issue?.message}`,
    };
  }
  const { filter_code, series_code, root_cause, explanation, what_changed, confidence } = parsed.data;
  for (const code of [filter_code, series_code ?? ""]) {
    const bytes = new TextEncoder().encode(code).length;
    if (bytes > MAX_CODE) return oversized(`code of ${bytes} bytes, and ${MAX_CODE} are allowed`);
  }
  return {
    code: filter_code,
    ...(hasSeriesCode && series_code ? { seriesCode: series_code } : {}),
    rootCause: root_cause,
    explanation,
    whatChanged: what_changed,
    confidence,
  };
}

function oversized(what: string): NoAnswer {
  return { reason: "llm_oversized", invalid: `The model's answer is not a repair: it has ${what}` };
}

/** Returns the text inside a markdown fence around all of `text`, or the text; without blank lines around it. */
function withoutFence(text: string): string {
  const fenced = /^\s*```[\w+-]*[ \t]*\r?\n([\s\S]*?)\r?\n?[ \t]*```\s*$/.exec(text);
  return (fenced?.[1] ?? text).replace(/^(?:[ \t]*\r?\n)+/, "").trimEnd();
}
