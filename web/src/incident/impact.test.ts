import { describe, expect, it } from "vitest";
import { affectedWords, costSentence } from "./impact.ts";
import { testDeployment, testIncident, testPage } from "./test-page.ts";

describe("what a failure costs", () => {
  it("is every signal where the code does not compile, and those of some symbols where it fails", () => {
    expect(costSentence(testPage({ incident: testIncident({ error_type: "compile" }) }))).toContain(
      "stopped",
    );
    expect(costSentence(testPage())).toContain("Where it fails");
    expect(costSentence(testPage({ incident: testIncident({ component: "series" }) }))).toContain(
      "lines of its chart",
    );
  });

  it("is nothing while the trader is switched off, and over when it is resolved", () => {
    const page = testPage();
    expect(costSentence({ ...page, trader: { ...page.trader, enabled: false } })).toContain("switched off");
    const recovered = testIncident({ status: "resolved", recovered_at: "2026-11-28T20:00:00+00:00" });
    expect(costSentence(testPage({ incident: recovered }))).toContain("does not happen any more");
  });

  it("is not called over on the word of a user", () => {
    const byHand = testIncident({ status: "resolved", decided_at: "2026-11-28T20:00:00+00:00" });
    expect(costSentence(testPage({ incident: byHand }))).toBe(
      "Resolved by hand. It opens again if it happens again.",
    );
    expect(costSentence(testPage({ incident: testIncident({ status: "resolved" }) }))).toBe(
      "Code that does not run any more failed like this.",
    );
  });

  it("goes on until the new code is live", () => {
    const incident = testIncident({ status: "resolved", resolved_by_version_id: "v2" });
    const pending = testDeployment({ status: "pending", live_since: null });
    expect(costSentence(testPage({ incident, current: pending }))).toContain("goes on failing");
    expect(costSentence(testPage({ incident, current: testDeployment() }))).toContain(
      "since the new code went live",
    );
    expect(costSentence(testPage({ incident, current: { ...pending, version_id: "v3" } }))).toContain(
      "any more",
    );
  });

  it("counts the symbols and names them", () => {
    const words = (symbols: string[]): ReturnType<typeof affectedWords> =>
      affectedWords({ incident: testIncident({ symbols }) });
    expect(words([])).toEqual({ value: "Not reported", names: null });
    expect(words(["A"])).toEqual({ value: "A", names: null });
    expect(words(["A", "B"])).toEqual({ value: "2 symbols", names: "A, B" });
    expect(words(Array.from({ length: 200 }, (_, index) => `S${index}`)).value).toBe("200 or more symbols");
    expect(affectedWords({ incident: testIncident({ error_type: "compile" }) }).value).toBe("All symbols");
  });
});
