import { describe, expect, it } from "vitest";
import type { Attempt } from "../api/fixes.ts";
import { repairProgress } from "./progress.ts";

const fix = { id: "fix", status: "generating" as const };
const attempt: Attempt = {
  fix_id: "fix",
  attempt: 1,
  status: "running",
  step: "reproduce",
  step_done: 3,
  step_total: 8,
  started_at: "2026-11-28T20:00:00Z",
  ended_at: null,
  origin: null,
  reason: null,
  reason_detail: null,
  code: null,
  series_code: null,
  validated: false,
  validation: null,
  model: null,
  prompt_version: null,
  trace_url: null,
  tokens: 0,
  cost_usd: 0,
};
const told = { fix_id: "fix", attempt: 1, step: "validate", done: 2, total: 24 };

describe("how far a repair is", () => {
  it("is what was told when that is later than what was read", () => {
    expect(repairProgress(fix, [attempt], told)).toEqual({
      index: 5,
      words: "Proving the repair",
      markets: { done: 2, total: 24 },
      attempt: 1,
      startedAt: attempt.started_at,
    });
  });

  it("is what was read when what was told is older, of another attempt or of another repair", () => {
    for (
      const old of [
        { ...told, step: "claim" },
        { ...told, step: "reproduce", done: 1, total: 8 },
        { ...told, fix_id: "other" },
        null,
      ]
    ) {
      expect(repairProgress(fix, [attempt], old)?.markets).toEqual({ done: 3, total: 8 });
    }
    const second = { ...attempt, attempt: 2, step: "claim", step_done: null, step_total: null };
    expect(repairProgress(fix, [second, { ...attempt, status: "retry" }], told)).toMatchObject({
      index: 0,
      attempt: 2,
      markets: null,
    });
  });

  it("begins with the first step while nothing is known, or the step is new to this page", () => {
    expect(repairProgress(fix, [], null)).toMatchObject({ index: 0, words: "Starting", startedAt: null });
    expect(repairProgress(fix, [], { ...told, step: "dance" })?.index).toBe(0);
  });

  it("is none while the repair waits or is over", () => {
    expect(repairProgress({ ...fix, status: "queued" }, [attempt], told)).toBeNull();
    expect(repairProgress({ ...fix, status: "proposed" }, [attempt], told)).toBeNull();
  });
});
