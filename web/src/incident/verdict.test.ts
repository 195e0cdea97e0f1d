import { describe, expect, it } from "vitest";
import { testDeployment, testFix, testIncident, testPage, testProof, testVersion } from "./test-page.ts";
import { verdictOf } from "./verdict.ts";

describe("the verdict of an open incident", () => {
  it("calls a repair proven only as far as its record does", () => {
    const label = (changes: Parameters<typeof testFix>[0]): string =>
      verdictOf(testPage({ fixes: [testFix(changes)] })).label;
    expect(label({})).toBe("Repair ready and proven");
    expect(label({ validation: { ...testProof, healthy: { inputs: 20, equal: 19, changed: [] } } })).toBe(
      "Repair ready, proven with changes",
    );
    expect(label({ validation: { ...testProof, captured: 0, others_from: "samples" } })).toBe(
      "Repair ready, proven on made-up markets only",
    );
    for (
      const flaw of [{ validated: false }, { validation: null }, {
        validation: { ...testProof, crash_input_passes: false },
      }]
    ) {
      expect(label(flaw)).toBe("Repair ready, not proven");
    }
  });

  it("says why a repair waits and where one can change that", () => {
    const held = (reason: string): ReturnType<typeof verdictOf> =>
      verdictOf(testPage({ fixes: [testFix({ status: "held", reason, code: null })] }));
    expect(held("auto_regenerate_off")).toMatchObject({ label: "Repair waits", link: { to: "/settings" } });
    expect(held("daily_cost_cap").detail).toContain("spending limit");
    expect(held("llm_not_configured").link).toBeUndefined();
  });

  it("says that a candidate is shown, and is not proven, where no repair was found", () => {
    const failed = { status: "failed" as const, reason: "validation_failed", validated: false };
    expect(verdictOf(testPage({ fixes: [testFix(failed)] })).detail).toContain("It is not proven.");
    expect(verdictOf(testPage({ fixes: [testFix({ ...failed, code: null })] })).detail).not.toContain(
      "candidate is",
    );
  });

  it("tells a first attempt from one that is tried again", () => {
    const queued = testFix({ status: "queued" });
    expect(verdictOf(testPage({ fixes: [queued] })).label).toBe("Repair queued");
    expect(verdictOf(testPage({ fixes: [{ ...queued, reason: "llm_timeout" }] }))).toMatchObject({
      label: "Repair is tried again",
      until: queued.next_attempt_at,
    });
  });

  it("is that there is nothing to repair where the code is not to blame, in another language, or for many at once", () => {
    expect(verdictOf(testPage({ incident: testIncident({ attribution: "executor" }) })).label).toBe(
      "Nothing to repair",
    );
    const page = testPage();
    expect(verdictOf({ ...page, trader: { ...page.trader, language: "javascript" } }).label).toBe(
      "Recorded, not repaired",
    );
    const systemic = testIncident({ systemic_fault_id: "fault" });
    const held = testFix({ status: "held", reason: "systemic_fault", code: null });
    expect(verdictOf(testPage({ incident: systemic, fixes: [held] })).label).toBe(
      "Many traders fail at once",
    );
    expect(verdictOf(testPage({ incident: systemic, fixes: [testFix()] })).label).toBe(
      "Repair ready and proven",
    );
  });
});

describe("what a verdict offers", () => {
  const detail = (changes: Parameters<typeof testPage>[0]): string => verdictOf(testPage(changes)).detail;
  const spent = { attempts_left: 0 };
  const onlySeen = { may_act: false };

  it("is to ask for a repair only where one can be asked for", () => {
    expect(detail({})).toContain("You can ask for one.");
    for (const changes of [spent, onlySeen, { running: null }]) {
      expect(detail(changes)).toBe("None was made so far.");
    }
    const rejected = [testFix({ status: "rejected" })];
    expect(detail({ fixes: rejected })).toContain("Ask for another repair");
    expect(detail({ fixes: rejected, ...spent })).toBe(
      "The trader still fails. Resolve the incident if it does not matter.",
    );
    expect(detail({ fixes: rejected, ...onlySeen })).toBe("The trader still fails.");
    const superseded = [testFix({ status: "superseded", reason: "base_moved" })];
    expect(detail({ fixes: superseded })).toContain("ask for another repair");
    expect(detail({ fixes: superseded, ...spent })).toBe("Other code runs by now.");
  });

  it("is to start, to edit or to change the settings only for who may", () => {
    const held = (reason: string): ReturnType<typeof testFix>[] => [
      testFix({ status: "held", reason, code: null }),
    ];
    expect(detail({ fixes: held("auto_regenerate_off") })).toContain("It starts when you ask for it.");
    expect(detail({ fixes: held("auto_regenerate_off"), ...spent })).not.toContain("ask for it");
    expect(detail({ fixes: held("llm_not_configured") })).toContain("You can edit the code yourself.");
    expect(detail({ fixes: held("llm_not_configured"), ...onlySeen })).not.toContain("yourself");
    expect(verdictOf(testPage({ fixes: held("daily_cost_cap"), ...onlySeen })).link).toBeUndefined();
    const unproven = [testFix({ validated: false })];
    expect(detail({ fixes: unproven })).toContain("before you deploy it");
    expect(detail({ fixes: unproven, ...onlySeen })).not.toContain("you deploy");
  });
});

describe("the verdict of an ignored incident", () => {
  it("says until when", () => {
    const until = "2026-11-29T20:00:00+00:00";
    expect(verdictOf(testPage({ incident: testIncident({ status: "ignored" }) })).until).toBeUndefined();
    expect(verdictOf(testPage({ incident: testIncident({ status: "ignored", ignored_until: until }) })).until)
      .toBe(
        until,
      );
  });
});

describe("the verdict of a resolved incident", () => {
  const resolved = { status: "resolved" as const, resolved_at: "2026-11-28T20:00:00+00:00" };
  const byVersion = testIncident({ ...resolved, resolved_by_version_id: "v2" });

  it("follows the deployment of the repair", () => {
    const accepted = testFix({ status: "accepted" });
    const of = (changes: Parameters<typeof testDeployment>[0]): ReturnType<typeof verdictOf> =>
      verdictOf(testPage({
        incident: byVersion,
        // A later repair that came to nothing is not what resolved it.
        fixes: [testFix({ id: "later", status: "superseded" }), accepted],
        deployments: [testDeployment(changes)],
      }));
    expect(of({})).toMatchObject({ label: "Repair live, watched", tone: "accent" });
    expect(of({ status: "verified", next: "none" })).toMatchObject({
      label: "Repaired and verified",
      tone: "good",
    });
    for (const is_validated of [false, null]) {
      expect(of({ status: "verified", next: "none", is_validated })).toMatchObject({
        tone: "neutral",
        detail: expect.stringContaining("without a proof"),
      });
    }
    expect(of({ status: "verified", next: "none", confirmed_at: null })).toMatchObject({
      label: "Repair verified, not confirmed",
      tone: "neutral",
    });
    expect(of({ status: "rolled_back", reason: "fault_on_probation" }).label).toBe("Repair taken back");
    expect(of({ status: "failed", reason: "refused" }).tone).toBe("bad");
  });

  it("says that the code which failed runs again", () => {
    const page = testPage({
      incident: byVersion,
      fixes: [testFix({ status: "accepted" })],
      running: testVersion({ id: "v3", version: 3 }),
    });
    expect(verdictOf(page)).toMatchObject({ tone: "bad", label: "The code that failed runs again" });
  });

  it("says when other code runs by now", () => {
    const other = { code_sha256: "c".repeat(64) };
    const of = (running: ReturnType<typeof testVersion> | null): unknown =>
      verdictOf(testPage({
        incident: byVersion,
        fixes: [testFix({ status: "accepted" })],
        deployments: [testDeployment({ status: "verified", next: "none" })],
        running,
      })).more;
    expect(of(testVersion({ id: "v2", version: 2, ...other }))).toBeNull();
    expect(of(testVersion({ id: "v3", version: 3, ...other }))).toBe("Version 3 is the trader's code now.");
    expect(of(null)).toBe("The trader has no code any more.");
  });

  it("says how it ended otherwise", () => {
    const label = (
      changes: Parameters<typeof testIncident>[0],
      more: Parameters<typeof testPage>[0] = {},
    ): string => verdictOf(testPage({ incident: testIncident({ ...resolved, ...changes }), ...more })).label;
    expect(label({ recovered_at: "2026-11-28T20:00:00+00:00" })).toBe("Ended by itself");
    expect(
      label({ resolved_by_version_id: "v2" }, {
        running: testVersion({ id: "v2", code_sha256: "c".repeat(64) }),
      }),
    ).toBe(
      "Gone with other code",
    );
    expect(label({ resolved_by_version_id: "v2" }, { after: { ...testDeployment(), incident_id: null } }))
      .toBe(
        "Taken back",
      );
    expect(label({ decided_at: "2026-11-28T20:00:00+00:00" })).toBe("Resolved by hand");
    expect(label({ occurrences: 2, stale_occurrences: 2 })).toBe("Only older code failed");
    expect(label({})).toBe("Resolved");
  });
});
