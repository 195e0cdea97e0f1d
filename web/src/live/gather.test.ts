import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gather } from "./gather.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a single hint is handed on at once, and only once", () => {
  const seen: unknown[] = [];
  gather(100, (key) => seen.push(key)).add(["traders"]);
  expect(seen).toEqual([["traders"]]);
  vi.advanceTimersByTime(1_000);
  expect(seen).toEqual([["traders"]]);
});

test("what comes again within the delay is handed on once more after it, each key by itself", () => {
  const seen: unknown[] = [];
  const stale = gather(100, (key) => seen.push(key));
  for (let count = 0; count < 1_000; count++) stale.add(["incident", "a"]);
  stale.add(["traders"]);
  expect(seen).toEqual([["incident", "a"], ["traders"]]);
  vi.advanceTimersByTime(1_000);
  expect(seen).toEqual([["incident", "a"], ["traders"], ["incident", "a"]]);
});

test("a storm that does not end is handed on once for each delay, not only when it ends", () => {
  const seen: unknown[] = [];
  const stale = gather(100, (key) => seen.push(key));
  for (let count = 0; count < 50; count++) {
    stale.add(["traders"]);
    vi.advanceTimersByTime(10);
  }
  expect(seen.length).toBe(6);
});

test("what is cleared is not handed on, and later hints are", () => {
  const seen: unknown[] = [];
  const stale = gather(100, (key) => seen.push(key));
  stale.add(["traders"]);
  stale.add(["traders"]);
  stale.clear();
  vi.advanceTimersByTime(1_000);
  expect(seen).toEqual([["traders"]]);
  stale.add(["spend"]);
  expect(seen).toEqual([["traders"], ["spend"]]);
});
