import { describe, expect, it } from "vitest";
import { codeChanges } from "./code-changes.ts";
import { currentFix, isOwnEdit } from "./current-fix.ts";
import { testFix, testIncident, testPage, testVersion } from "./test-page.ts";

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
    const running = testVersion({
      id: "v2",
      fix_id: "fix",
      source: "edit",
      code: "mine",
      code_sha256: "c".repeat(64),
    });
    const accepted = testFix({ status: "accepted" });
    expect(isOwnEdit(accepted, testPage({ running }))).toBe(true);
    expect(codeChanges(accepted, testPage({ running }))[0]?.proposed).toBe("mine");
    expect(isOwnEdit(accepted, testPage())).toBe(false);
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
