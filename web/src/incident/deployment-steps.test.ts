import { describe, expect, it } from "vitest";
import { deploymentSteps } from "./deployment-steps.ts";
import { safeLink, totalCost } from "./history.ts";
import { testDeployment } from "./test-page.ts";

const states = (changes: Parameters<typeof testDeployment>[0]): string[] =>
  deploymentSteps(testDeployment(changes)).map(({ state, label }) => `${state}: ${label}`);

describe("the steps of a deployment", () => {
  it("lead from saved to verified", () => {
    expect(states({ status: "pending", next: "ask_executor", live_since: null })).toEqual([
      "done: Version 2 saved",
      "now: Deploying",
      "next: Watched",
      "next: Verified",
    ]);
    expect(states({})).toEqual([
      "done: Version 2 saved",
      "done: Live, confirmed by the executor",
      "now: Watched; ends",
      "next: Verified",
    ]);
    expect(states({ status: "verified", confirmed_at: null })).toEqual([
      "done: Version 2 saved",
      "done: Live, not confirmed by the executor",
      "done: Verified, not confirmed",
    ]);
  });

  it("end where it was taken back or never went live", () => {
    expect(states({ status: "rolled_back", reason: "taken_back" }).at(-1)).toBe("bad: Taken back");
    expect(states({ status: "failed", reason: "refused", live_since: null })).toEqual([
      "done: Version 2 saved",
      "bad: Not deployed",
    ]);
    expect(states({ status: "failed", reason: "no_healthy_version" }).at(-1)).toBe("bad: Live, but failing");
  });

  it("say how often it was tried", () => {
    const [, now] = deploymentSteps(
      testDeployment({ status: "pending", next: "retry", reason: "timeout", attempts: 3 }),
    );
    expect(now?.detail).toContain("Tried 3 times so far.");
  });
});

describe("the history", () => {
  it("adds up what repairs cost", () => {
    expect(totalCost([{ cost_usd: 0.01 }, { cost_usd: 0.02 }])).toBeCloseTo(0.03);
    expect(totalCost([])).toBe(0);
  });

  it("links to https alone", () => {
    expect(safeLink("https://www.braintrust.dev/app/x")).toBe("https://www.braintrust.dev/app/x");
    for (const bad of [null, "", "javascript:alert(1)", "http://x", "//x", "/x"]) {
      expect(safeLink(bad)).toBeNull();
    }
  });
});
