import { expect, test } from "vitest";
import {
  draftObstacle,
  draftOf,
  editOf,
  isOvertaken,
  onto,
  shownHash,
  startOf,
  unprovenBecause,
} from "./editing.ts";

const RUNNING = { code: "return x", series_code: "series", code_sha256: "running" };
const FIX = { id: "fix", code: "return y", series_code: null, code_sha256: "candidate", origin: "rules" };
const NO_CANDIDATE = { ...FIX, code: null, code_sha256: null, origin: null };

test("an edit begins with the candidate, else with the running code, and is of the code that was shown", () => {
  expect(startOf(FIX, RUNNING)).toEqual({ code: "return y", series_code: "series" });
  expect(startOf(NO_CANDIDATE, RUNNING)).toEqual({ code: "return x", series_code: "series" });
  expect([shownHash(FIX, RUNNING), shownHash(NO_CANDIDATE, RUNNING)]).toEqual(["candidate", "running"]);
  expect(shownHash({ ...FIX, origin: "user" }, RUNNING)).toBe("running");
});

test("series code is sent only where it was changed", () => {
  const draft = draftOf(FIX, RUNNING);
  expect(editOf({ ...draft, code: "return z" })).toEqual({ code: "return z" });
  expect(editOf({ ...draft, series_code: "" })).toEqual({ code: "return y", series_code: "" });
});

test("an edit stays one of what was shown when it was begun, until it is meant for the repair as it went on", () => {
  const draft = { ...draftOf(NO_CANDIDATE, RUNNING), code: "return z" };
  expect(draft).toMatchObject({ start: { code: "return x" }, code_sha256: "running" });
  expect([isOvertaken(draft, NO_CANDIDATE, RUNNING), isOvertaken(draft, FIX, RUNNING)]).toEqual([
    false,
    true,
  ]);
  expect(onto(draft, FIX, RUNNING)).toEqual({ ...draftOf(FIX, RUNNING), code: "return z" });
  expect(isOvertaken(onto(draft, FIX, RUNNING), FIX, RUNNING)).toBe(false);
});

test("what runs already, nothing, and too much cannot be deployed", () => {
  expect(draftObstacle({ code: "return y", series_code: "series" }, RUNNING)).toBeNull();
  expect(draftObstacle(RUNNING, RUNNING)).toMatch(/runs already/);
  expect(draftObstacle({ code: " \n", series_code: "" }, RUNNING)).toMatch(/no code/);
  expect(draftObstacle({ code: "ü".repeat(33_000), series_code: "" }, RUNNING)).toMatch(/64 KB/);
});

test("why an edit is not proven is read from the server's words", () => {
  const message =
    "Cannot accept this code without a proof: it fails on NEWUSDT. Send acknowledge_unvalidated: true if you want it all the same";
  expect(unprovenBecause(message)).toBe("It fails on NEWUSDT.");
  expect(unprovenBecause("Something else")).toBe("Nothing shows that it holds.");
});
