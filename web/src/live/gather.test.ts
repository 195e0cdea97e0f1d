import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gather } from "./gather.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a burst of hints is handed on once for each key, after the delay", () => {
  const seen: unknown[] = [];
  const stale = gather(100, (key) => seen.push(key));
  for (let count = 0; count < 1_000; count++) stale.add(["incident", "a"]);
  stale.add(["traders"]);
  vi.advanceTimersByTime(99);
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual([["incident", "a"], ["traders"]]);
});

test("a storm that does not end is handed on once for each delay, not only when it ends", () => {
  const seen: unknown[] = [];
  const stale = gather(100, (key) => seen.push(key));
  for (let count = 0; count < 50; count++) {
    stale.add(["traders"]);
    vi.advanceTimersByTime(10);
  }
  expect(seen.length).toBe(5);
});

test("what is cleared is not handed on, and later hints are", () => {
  const seen: unknown[] = [];
  const stale = gather(100, (key) => seen.push(key));
  stale.add(["traders"]);
  stale.clear();
  vi.advanceTimersByTime(1_000);
  expect(seen).toEqual([]);
  stale.add(["spend"]);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([["spend"]]);
});
