import assert from "node:assert/strict";
import { answerFormat, readAnswer } from "./model-answer.ts";

const ANSWER = {
  filter_code: "return false",
  series_code: null,
  root_cause: "nil",
  explanation: "waits",
  what_changed: ["a"],
  confidence: 0.5,
};

type Read = ReturnType<typeof readAnswer>;

function read(changes: Record<string, unknown>, trader = { hasSeriesCode: false }): Read {
  return readAnswer(JSON.stringify({ ...ANSWER, ...changes }), trader);
}

function codeOf(answer: Read): string {
  return "invalid" in answer ? `invalid: ${answer.invalid}` : answer.code;
}

Deno.test("the answer's format is what strict structured output accepts: closed, every field required, types alone", () => {
  const { schema, strict } = answerFormat.json_schema;
  assert.deepEqual({ strict, open: schema["additionalProperties"] }, { strict: true, open: false });
  assert.deepEqual(schema["required"], Object.keys(ANSWER));
  assert.doesNotMatch(JSON.stringify(schema), /minLength|maxLength|minimum|maximum|\$schema|pattern/);
});

Deno.test("readAnswer returns the whole answer", () => {
  assert.deepEqual(read({ confidence: 0.9 }), {
    code: "return false",
    rootCause: "nil",
    explanation: "waits",
    whatChanged: ["a"],
    confidence: 0.9,
  });
});

Deno.test("readAnswer takes markdown fences off the code and off the whole answer", () => {
  assert.equal(codeOf(read({ filter_code: "```go\nx := 1\nreturn x > 0\n```" })), "x := 1\nreturn x > 0");
  assert.equal(codeOf(read({ filter_code: "\n\n```\nreturn true```\n" })), "return true");
  assert.equal(
    codeOf(readAnswer("```json\n" + JSON.stringify(ANSWER) + "\n```", { hasSeriesCode: false })),
    "return false",
  );
});

Deno.test("readAnswer keeps fences inside the code and the indentation of its first line", () => {
  assert.equal(
    codeOf(read({ filter_code: "\n\tx := `a`\n// ```go\nreturn x\n" })),
    "\tx := `a`\n// ```go\nreturn x",
  );
});

Deno.test("readAnswer believes series code only for a trader that has some", () => {
  assert.ok(!("seriesCode" in read({ series_code: "return nil" })));
  assert.equal(
    Reflect.get(read({ series_code: "return nil" }, { hasSeriesCode: true }), "seriesCode"),
    "return nil",
  );
  assert.ok(!("seriesCode" in read({ series_code: undefined }, { hasSeriesCode: true })));
});

Deno.test("readAnswer brings a confidence into 0 to 1", () => {
  for (const [given, expected] of [[95, 0.95], [-1, 0], [1_000, 1], [0.3, 0.3]]) {
    assert.equal(Reflect.get(read({ confidence: given }), "confidence"), expected);
  }
});

const OVERSIZED: Record<string, string> = {
  "code of 65 KB": JSON.stringify({ ...ANSWER, filter_code: "x".repeat(65 * 1024) }),
  "code of 40,000 characters that are 120,000 bytes": JSON.stringify({
    ...ANSWER,
    filter_code: "€".repeat(40_000),
  }),
  "series code of 65 KB": JSON.stringify({ ...ANSWER, series_code: "x".repeat(65 * 1024) }),
  "a megabyte that is no JSON": "x".repeat(1024 * 1024),
  "a megabyte of explanation": JSON.stringify({ ...ANSWER, explanation: "x".repeat(1024 * 1024) }),
};

for (const [name, content] of Object.entries(OVERSIZED)) {
  Deno.test(`readAnswer refuses ${name} as oversized`, () => {
    const answer = readAnswer(content, { hasSeriesCode: true });
    assert.ok("invalid" in answer);
    assert.equal(answer.reason, "llm_oversized");
  });
}

Deno.test("readAnswer takes code of 64 KB, however its JSON is escaped", () => {
  const code = "<".repeat(64 * 1024);
  const content = JSON.stringify({ ...ANSWER, filter_code: code }).replaceAll("<", "\\u003c");
  assert.equal(codeOf(readAnswer(content, { hasSeriesCode: false })), code);
});

const INVALID: Record<string, string> = {
  "prose": "Here is the fix: return false",
  "half an object": JSON.stringify(ANSWER).slice(0, 30),
  "a list": "[]",
  "no code": JSON.stringify({ ...ANSWER, filter_code: undefined }),
  "empty code": JSON.stringify({ ...ANSWER, filter_code: "```go\n```" }),
  "a number as code": JSON.stringify({ ...ANSWER, filter_code: 1 }),
};

for (const [name, content] of Object.entries(INVALID)) {
  Deno.test(`readAnswer refuses ${name}`, () => {
    const answer = readAnswer(content, { hasSeriesCode: false });
    assert.ok("invalid" in answer);
    assert.equal(answer.reason, "llm_invalid_answer");
  });
}
