import { describe, expect, it } from "vitest";
import { failingLine } from "./failing-line.ts";
import { testFix, testIncident, testPage, testProof, testVersion } from "./test-page.ts";

const seen = (line: number, source: string | null): typeof testProof => ({
  ...testProof,
  failure_seen: { symbol: "NEWUSDT", message: "panic", line, source },
});
const failing = testVersion({ code: "rsi := 1\nreturn *rsi < 30" });

describe("the line that failed", () => {
  it("is the one that the message names", () => {
    expect(failingLine(testPage({ failing, incident: testIncident({ code_line: 2 }) }))).toBe(2);
    expect(failingLine(testPage({ failing, incident: testIncident({ code_line: 9 }) }))).toBeNull();
  });

  it("is else the one where the failure was seen again, if that statement stands there", () => {
    const line = (validation: typeof testProof, more: Parameters<typeof testFix>[0] = {}): number | null =>
      failingLine(testPage({ failing, fixes: [testFix({ validation, ...more })] }));
    expect(line(seen(2, "return *rsi < 30"))).toBe(2);
    expect(line(seen(2, null))).toBe(2);
    expect(line(seen(1, "return *rsi < 30"))).toBeNull();
    expect(line(seen(2, "return *rsi < 30"), { base_version_id: "other" })).toBeNull();
  });

  it("is null where nothing is known", () => {
    expect(failingLine(testPage({ failing }))).toBeNull();
    expect(failingLine(testPage({ failing: null, incident: testIncident({ code_line: 1 }) }))).toBeNull();
  });
});
