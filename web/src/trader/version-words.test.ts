import { describe, expect, test } from "vitest";
import type { ListedVersion } from "../api/versions.ts";
import {
  changedParts,
  healthWords,
  ranWords,
  returnWarning,
  sourceWords,
  versionAction,
} from "./version-words.ts";

const version = (more: Partial<ListedVersion> = {}): ListedVersion => ({
  id: "v1",
  trader_id: "t",
  version: 1,
  code: "return a",
  series_code: "",
  code_sha256: "a",
  source: "original",
  fix_id: null,
  parent_id: null,
  health: "healthy",
  created_at: "2026-11-28T12:00:00Z",
  started_at: "2026-11-28T12:00:00Z",
  stopped_at: null,
  live_since: null,
  is_running: false,
  author: null,
  restores_version: null,
  broke: [],
  deployment: null,
  ...more,
});
const running = { ...version({ id: "v2", code_sha256: "b" }), settings: null };
const deployment = (
  more: Partial<NonNullable<ListedVersion["deployment"]>>,
): ListedVersion["deployment"] => ({
  id: "d",
  trader_id: "t",
  version_id: "v2",
  version: 2,
  code_sha256: "b",
  fix_id: null,
  status: "failed",
  reason: "refused",
  error: null,
  next: "decide",
  attempts: 1,
  next_attempt_at: "2026-11-28T12:00:00Z",
  live_since: null,
  confirmed_at: null,
  watch_until: null,
  is_automatic: false,
  is_validated: null,
  request_reason: null,
  created_at: "2026-11-28T12:00:00Z",
  ...more,
});

describe("sourceWords", () => {
  test.each(
    [
      [{ source: "original" }, "Original"],
      [{ source: "fix", author: "you" }, "Repair, accepted by you"],
      [{ source: "edit", author: "you" }, "Your edit"],
      [{ source: "edit", author: "owner" }, "Edit by the owner"],
      [
        { source: "rollback", author: "operator", restores_version: 3 },
        "Returned to version 3 by an operator",
      ],
      [{ source: "rollback", restores_version: 3 }, "Returned to version 3 by itself"],
      [{ source: "rollback", author: "you" }, "Returned to an earlier version by you"],
      [{ source: "external" }, "Changed elsewhere"],
      [{ source: "external", author: "you" }, "Changed by you outside this app"],
    ] as const,
  )("%j is told as %s", (origin, words) => {
    expect(sourceWords(version(origin))).toBe(words);
  });
});

describe("versionAction", () => {
  test("an earlier version with other code can be returned to", () => {
    expect(versionAction(version(), { running, may_act: true })).toBe("return");
  });

  test("a version with the code that runs has nothing to return", () => {
    expect(versionAction(version({ code_sha256: "b" }), { running, may_act: true })).toBeNull();
  });

  test("who may not act is offered nothing", () => {
    expect(versionAction(version(), { running, may_act: false })).toBeNull();
  });

  test.each(
    [
      [{ status: "failed", reason: "refused" }, "retry"],
      [{ status: "failed", reason: "no_healthy_version" }, null],
      [{ status: "pending", next: "retry" }, "retry"],
      [{ status: "pending", next: "ask_executor" }, null],
      [{ status: "deployed", next: "watch" }, null],
    ] as const,
  )("the running version with a deployment %j: %s", (state, action) => {
    const listed = version({ id: "v2", deployment: deployment(state) });
    expect(versionAction(listed, { running, may_act: true })).toBe(action);
  });

  test("the running version without a deployment has none to try again", () => {
    expect(versionAction(version({ id: "v2" }), { running, may_act: true })).toBeNull();
  });
});

test("only what runs is being watched", () => {
  expect(healthWords("probation", true).label).toBe("Watched");
  expect(healthWords("probation", false).label).toBe("Not judged yet");
  expect(healthWords("failing", false).label).toBe("Failing");
});

test("only parts that differ are compared", () => {
  const one = { code: "return a", series_code: "x" };
  expect(changedParts(one, { code: "return b", series_code: "x" })).toEqual([
    { name: "Filter code", running: "return b", code: "return a" },
  ]);
  expect(changedParts(one, one)).toEqual([]);
});

test("a version that failed or never proved itself is warned of, a healthy one is not", () => {
  const broke = [{ id: "i", summary: "It divided by zero.", status: "open", first_seen: "" }];
  expect(returnWarning({ health: "failing", broke })).toBe("It failed when it ran. It divided by zero.");
  expect(returnWarning({ health: "failing", broke: [] })).toBe("It failed when it ran.");
  expect(returnWarning({ health: "unknown", broke: [] })).toMatch(/never ran long enough/);
  expect(returnWarning({ health: "healthy", broke })).toBeNull();
});

test("when it ran is told from its beginning to its end", () => {
  expect(ranWords({ started_at: null, stopped_at: null })).toBe("Known from error reports only");
  expect(ranWords({ started_at: "2026-11-28T12:00:00Z", stopped_at: null })).toMatch(/^Since .*28/);
  expect(ranWords({ started_at: "2026-11-28T12:00:00Z", stopped_at: "2026-11-29T12:00:00Z" })).toMatch(
    /28.* to .*29/,
  );
});
