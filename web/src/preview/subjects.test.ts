import { expect, test } from "vitest";
import { testFix, testPage, testProof, testVersion } from "../incident/test-page.ts";
import { draftOf } from "../decide/editing.ts";
import { subjectsOf } from "./subjects.ts";
import { executorWords, listed, outcomeWords, proofWords } from "./words.ts";

test("a repair is tested as it is, and an edit of it before that", () => {
  const fix = testFix();
  const page = testPage({ fixes: [fix] });
  expect(subjectsOf(page, null).map(({ kind, request }) => [kind, request])).toEqual([
    ["repair", { fix_id: "fix" }],
  ]);
  const draft = { ...draftOf(fix, testVersion()), code: "return true" };
  expect(subjectsOf(page, { fix, draft }).map(({ kind, request }) => [kind, request])).toEqual([
    ["edit", { fix_id: "fix", code: "return true" }],
    ["repair", { fix_id: "fix" }],
  ]);
});

test("without a candidate the running code is tested, for the incident's repair if there is one", () => {
  const { code, series_code } = testVersion();
  const of = (fixes: ReturnType<typeof testFix>[]): unknown =>
    subjectsOf(testPage({ fixes }), null)[0]?.request;
  expect(of([testFix({ code: null, code_sha256: null })])).toEqual({ fix_id: "fix", code, series_code });
  expect(of([])).toEqual({ trader_id: "trader", code, series_code });
  expect(subjectsOf(testPage({ running: null }), null)).toEqual([]);
});

test("a repair of code that ran before is not tested against what runs now, unless it is what runs", () => {
  const kinds = (page: Parameters<typeof testPage>[0]): string[] =>
    subjectsOf(testPage(page), null).map(({ kind }) => kind);
  const fixes = [testFix({ base_version_id: "v0" })];
  expect(kinds({ fixes })).toEqual(["running"]);
  expect(kinds({ fixes, running: testVersion({ fix_id: "fix" }) })).toEqual(["repair"]);
});

test("an outcome says whether it matched, or where it failed", () => {
  const error = { class: "runtime" as const, code: "nil_pointer", message: "panic", line: 3 };
  expect(outcomeWords({ matched: true }).text).toBe("Match");
  expect(outcomeWords({ error, assumed: false })).toEqual({
    text: "Fails at line 3",
    detail: "panic",
    isFailure: true,
  });
  expect(outcomeWords({ error, assumed: true }).text).toBe("Fails at line 3, most likely");
  expect(outcomeWords({ series: [{ name: "rsi", values: 9, last: 1 }] })).toMatchObject({
    text: "1 line",
    detail: "rsi",
  });
  expect(outcomeWords({ not_run: "out_of_time" }).text).toBe("Not run");
});

test("what the executor did not give is named, and nothing is said where it gave all", () => {
  expect(executorWords("answered", [])).toBeNull();
  expect(executorWords("answered", ["GONEUSDT"])).toBe("The executor does not have GONEUSDT.");
  expect(executorWords("away", ["A"])).toMatch(/did not answer/);
  expect(listed(Array.from({ length: 10 }, (_, index) => `S${index}`))).toMatch(/S7 and 2 more$/);
});

test("nothing is called proven without reserve that was proven on made-up markets alone", () => {
  const of = (changes: Partial<typeof testProof>): string =>
    proofWords({ proof: { ...testProof, ...changes }, why_no_proof: null }).tone;
  expect([of({}), of({ captured: 0, others_from: "samples" }), of({ verdict: "not_validated" })]).toEqual([
    "good",
    "warn",
    "warn",
  ]);
  expect(proofWords({ proof: null, why_no_proof: "out_of_time" }).text).toMatch(/no time/);
});
