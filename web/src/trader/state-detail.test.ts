import { expect, test } from "vitest";
import type { TraderPage } from "../api/trader-page.ts";
import { stateDetail } from "./state-detail.ts";

const trader = (
  state: TraderPage["state"],
  deployment: { version_id: string; live_since: string | null } | null,
): Parameters<typeof stateDetail>[0] => ({
  state,
  running: { id: "current" } as TraderPage["running"],
  deployment: deployment as TraderPage["deployment"],
});

test("a trader without deployments runs what it has", () => {
  expect(stateDetail(trader("running", null))).toBe("It runs without an open failure.");
});

test("current code that the executor does not have is not said to run", () => {
  const late = { version_id: "current", live_since: null };
  expect(stateDetail(trader("running", late))).toMatch(/does not run the current code yet/);
});

test("a deployment of code that was replaced says nothing of the current one", () => {
  const old = { version_id: "old", live_since: null };
  expect(stateDetail(trader("running", old))).toBe("It runs without an open failure.");
});

test("a failure comes before what is late", () => {
  const late = { version_id: "current", live_since: null };
  expect(stateDetail(trader("stopped", late))).toMatch(/does not compile/);
});
