import { expect, test } from "vitest";
import type { IncidentPage } from "../api/incidents.ts";
import { testDeployment, testFix, testIncident, testPage, testVersion } from "../incident/test-page.ts";
import { type Available, availableActions, canAskAfter, incidentActions } from "./available.ts";

/** What of the buttons is there. */
function offered(changes: Partial<IncidentPage>): string[] {
  const { accept, edit, reject, ask, retry, takeBack, chooseVersion, isExhausted }: Available =
    availableActions(
      testPage(changes),
    );
  const all = {
    accept,
    edit,
    reject,
    [ask ?? "-"]: ask !== null,
    retry,
    takeBack: takeBack !== null,
    chooseVersion,
    isExhausted,
  };
  return Object.entries(all).filter(([, is]) => is).map(([name]) => name);
}

test("a proposed repair can be accepted, edited and rejected", () => {
  expect(offered({ fixes: [testFix()] })).toEqual(["accept", "edit", "reject"]);
});

test("a repair of code that does not run any more, or of what is resolved, is not decided on", () => {
  expect(offered({ fixes: [testFix({ base_version_id: "v0" })] })).toEqual([]);
  expect(offered({ fixes: [testFix()], incident: testIncident({ status: "resolved" }) })).toEqual([]);
});

test("while a repair is made there is nothing to do", () => {
  for (const status of ["queued", "generating"] as const) {
    expect(offered({ fixes: [testFix({ status })] })).toEqual([]);
  }
});

test("where no repair was found one edits or asks again, as long as there are attempts", () => {
  for (const status of ["failed", "unfixable"] as const) {
    const fixes = [testFix({ status, code: null })];
    expect(offered({ fixes })).toEqual(["edit", "again"]);
    expect(offered({ fixes, attempts_left: 0 })).toEqual([
      "edit",
      "isExhausted",
    ]);
  }
  expect(offered({ fixes: [testFix({ status: "rejected" })] })).toEqual(["again"]);
});

test("who only sees an incident is offered nothing", () => {
  const page = { may_act: false };
  const current = testDeployment({ status: "failed", next: "decide", reason: "refused" });
  const running = testVersion({ id: "v2", parent_id: "v1" });
  expect(offered(page)).toEqual([]);
  expect(offered({ ...page, fixes: [testFix()] })).toEqual([]);
  expect(offered({ ...page, fixes: [testFix({ status: "failed" })] })).toEqual([]);
  expect(offered({ ...page, running, current, deployments: [current] })).toEqual([]);
  expect(incidentActions(testPage(page))).toEqual([]);
});

test("after a rejection another repair is asked for only as long as that is possible", () => {
  const fixes = [testFix()];
  expect(canAskAfter(testPage({ fixes }))).toBe(true);
  expect(canAskAfter(testPage({ fixes, attempts_left: 0 }))).toBe(false);
  expect(canAskAfter(testPage({ fixes, incident: testIncident({ status: "ignored" }) }))).toBe(false);
});

test("a repair that waits is started, unless it waits for a fault of the platform", () => {
  const held = (reason: string): string[] => offered({ fixes: [testFix({ status: "held", reason })] });
  expect(held("auto_regenerate_off")).toEqual(["edit", "start"]);
  expect(held("systemic_fault")).toEqual(["edit"]);
  const spent = [testFix({ status: "held", reason: "auto_regenerate_off" })];
  expect(offered({ fixes: spent, attempts_left: 0 })).toEqual(["edit", "isExhausted"]);
});

test("only an open failure of Go code is repaired", () => {
  expect(offered({})).toEqual(["first"]);
  expect(offered({ incident: testIncident({ attribution: "data" }) })).toEqual([]);
  expect(offered({ incident: testIncident({ status: "ignored" }) })).toEqual([]);
  expect(offered({ trader: { ...testPage().trader, language: "javascript" } })).toEqual([]);
});

test("a deployment is tried again where the executor did not take it, and taken back where it did", () => {
  const running = testVersion({ id: "v2", version: 2, parent_id: "v1" });
  const of = (...changes: Parameters<typeof testDeployment>): string[] => {
    const current = testDeployment(...changes);
    const incident = testIncident({ status: "resolved" });
    return offered({
      incident,
      running,
      current,
      deployments: [current],
      fixes: [testFix({ status: "accepted" })],
    });
  };
  expect(of()).toEqual(["takeBack"]);
  expect(of({ status: "verified", next: "none" })).toEqual(["takeBack"]);
  expect(of({ status: "pending", next: "ask_executor" })).toEqual([]);
  expect(of({ status: "pending", next: "retry" })).toEqual(["retry", "takeBack"]);
  expect(of({ status: "failed", next: "decide", reason: "refused" })).toEqual(["retry", "takeBack"]);
  expect(of({ status: "failed", next: "decide", reason: "auto_rollback_off" })).toEqual(["takeBack"]);
  expect(of({ version_id: "v1" })).toEqual([]);
});

test("what another incident's repair deployed is not taken back here, unless it brought this one", () => {
  const running = testVersion({ id: "v2", parent_id: "v1" });
  const current = testDeployment();
  expect(offered({ running, current })).toEqual(["first"]);
  const incident = testIncident({ after_deployment_id: current.id });
  expect(offered({ running, current, incident })).toEqual(["first", "takeBack"]);
});

test("what was returned to by itself is not taken back, as that would bring what had failed before it", () => {
  const running = testVersion({ id: "v3", parent_id: "v2" });
  const current = testDeployment({ version_id: "v3", fix_id: null, is_automatic: true });
  const incident = testIncident({ after_deployment_id: current.id });
  expect(offered({ running, current, incident })).toEqual(["first", "chooseVersion"]);
});

test("an incident's own actions follow its state", () => {
  const of = (status: IncidentPage["incident"]["status"]): string[] =>
    incidentActions(testPage({ incident: testIncident({ status }) }));
  expect(of("open")).toEqual(["resolve", "ignore"]);
  expect(of("ignored")).toEqual(["reopen", "resolve"]);
  expect(of("resolved")).toEqual(["reopen"]);
});
