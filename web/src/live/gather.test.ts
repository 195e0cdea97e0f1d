import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gather, type Gatherer } from "./gather.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Reads that take so long, and how many have begun and ended. */
function reads(readMs: number): { stale: Gatherer; begun: unknown[]; ended: unknown[] } {
  const begun: unknown[] = [];
  const ended: unknown[] = [];
  const stale = gather(100, async (key) => {
    begun.push(key);
    await new Promise((resolve) => setTimeout(resolve, readMs));
    ended.push(key);
  });
  return { stale, begun, ended };
}

test("a single hint is read at once, and only once", async () => {
  const { stale, begun } = reads(10);
  stale.add(["traders"]);
  expect(begun).toEqual([["traders"]]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual([["traders"]]);
});

test("what comes again while it is read is read once more, each key by itself", async () => {
  const { stale, begun } = reads(10);
  for (let count = 0; count < 1_000; count++) stale.add(["incident", "a"]);
  stale.add(["traders"]);
  expect(begun).toEqual([["incident", "a"], ["traders"]]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual([["incident", "a"], ["traders"], ["incident", "a"]]);
});

test("a storm of hints lets slow reads come to their end, one after the other", async () => {
  const { stale, begun, ended } = reads(250);
  for (let count = 0; count < 60; count++) {
    stale.add(["traders"]);
    await vi.advanceTimersByTimeAsync(50);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun.length).toBe(13);
  expect(ended.length).toBe(13);
});

test("a storm of quick reads is read once for each delay", async () => {
  const { stale, begun } = reads(1);
  for (let count = 0; count < 50; count++) {
    stale.add(["traders"]);
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(begun.length).toBe(6);
});

test("what is cleared is not read again, and later hints are", async () => {
  const { stale, begun } = reads(1);
  stale.add(["traders"]);
  stale.add(["traders"]);
  stale.clear();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual([["traders"]]);
  stale.add(["spend"]);
  expect(begun).toEqual([["traders"], ["spend"]]);
});
