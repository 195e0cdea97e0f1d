import { describe, expect, it } from "vitest";
import { codeChanges } from "./code-changes.ts";
import { currentFix, isOwnEdit } from "./current-fix.ts";
import { testDeployment, testFix, testIncident, testPage, testVersion } from "./test-page.ts";

describe("what a repair changes", () => {
  it("is the filter where the repair does not speak of the series code", () => {
    const page = testPage({ failing: testVersion({ series_code: "return nil" }) });
    expect(codeChanges(testFix(), page).map(({ component }) => component)).toEqual(["filter"]);
  });

  it("begins with the part that failed", () => {
    const page = testPage({ incident: testIncident({ component: "series" }) });
    const changes = codeChanges(testFix({ series_code: "return nil" }), page);
    expect(changes.map(({ component }) => component)).toEqual(["series", "filter"]);
  });

  it("is compared with its own base, and is nothing where that is not at hand or there is no candidate", () => {
    const other = testVersion({ id: "v3", code: "other" });
    expect(codeChanges(testFix({ base_version_id: "v3" }), testPage({ running: other }))[0]?.original).toBe(
      "other",
    );
    expect(codeChanges(testFix({ base_version_id: "v9" }), testPage())).toEqual([]);
    expect(codeChanges(testFix({ code: null }), testPage())).toEqual([]);
  });

  it("is the owner's edit where that was deployed", () => {
    const running = testVersion({ id: "v2", code: "mine", code_sha256: "c".repeat(64) });
    const deployments = [testDeployment({ code_sha256: running.code_sha256 })];
    const accepted = testFix({ status: "accepted" });
    expect(isOwnEdit(accepted, testPage({ running, deployments }))).toBe(true);
    expect(codeChanges(accepted, testPage({ running, deployments }))[0]?.proposed).toBe("mine");
    expect(isOwnEdit(accepted, testPage({ deployments: [testDeployment()] }))).toBe(false);
    expect(isOwnEdit(accepted, testPage())).toBe(false);
  });

  it("stays one's own edit when other code runs by now, and is then shown as it was offered", () => {
    const deployments = [testDeployment({ code_sha256: "c".repeat(64) })];
    const page = testPage({ deployments, running: testVersion({ id: "v3", fix_id: "fix" }) });
    const accepted = testFix({ status: "accepted" });
    expect(isOwnEdit(accepted, page)).toBe(true);
    expect(codeChanges(accepted, page)[0]?.proposed).toBe(accepted.code);
  });
});

describe("the repair that a page is about", () => {
  const fixes = [testFix({ id: "new", status: "superseded" }), testFix({ id: "old", status: "accepted" })];

  it("is the latest while the incident is open, and the accepted one when it is resolved", () => {
    expect(currentFix(testPage({ fixes }))?.id).toBe("new");
    expect(currentFix(testPage({ fixes, incident: testIncident({ status: "resolved" }) }))?.id).toBe("old");
    expect(currentFix(testPage())).toBeNull();
  });
});
