import assert from "node:assert/strict";
import type { ErrorEvent } from "./event.ts";
import { normalise, Sampler } from "./sample.ts";
import { FakeClock } from "./testing/fake-clock.ts";
import { status } from "./testing/fake-record-error.ts";
import { error, type Reporting, startReporting } from "./testing/reporting.ts";

const hour = 3_600_000;

/** Reports, and returns whether each event was sent with its market data. */
async function report(it: Reporting, ...events: ErrorEvent[]): Promise<boolean[]> {
  for (const event of events) it.reporter.report(event);
  const before = it.server.deliveries.length;
  await it.flush();
  const sent = it.server.deliveries.slice(before).flatMap(({ events }) => events);
  return sent.map(({ market_data }) => market_data !== undefined);
}

function on(symbol: string, message = "boom"): ErrorEvent {
  return error(message, { context: { symbol }, market_data: { symbol } });
}

Deno.test("market data goes with the first of a fault, and again after an hour", async () => {
  await using it = startReporting();
  assert.deepEqual(await report(it, on("A"), on("B"), on("C", "bang")), [true, false, true]);
  it.clock.advance(hour - 1_000 - 1);
  assert.deepEqual(await report(it, on("A")), [false]);
  it.clock.advance(1_001);
  assert.deepEqual(await report(it, on("B")), [true]);
});

Deno.test("a fault is trader, component, code and what its message says", async () => {
  await using it = startReporting();
  const event = on("A", 'index 7 of "LTC" at 0xc000a');
  const same = on("B", 'index 12 of "ADA" at 0xc000f');
  const others = [
    { ...event, trader_id: "22222222-2222-4222-8222-222222222222" },
    { ...event, component: "series" as const },
    { ...event, code_sha256: "1".repeat(64) },
    { ...event, filter_code: "return true" },
  ];
  assert.deepEqual(await report(it, event, same, ...others), [true, false, true, true, true, true]);
  assert.equal(normalise("a 'b' 0xFF `c` 3.14"), "a ? ? ? #.#");
});

Deno.test("market data that is not wanted is not looked at", async () => {
  await using it = startReporting();
  let asked = 0;
  const give = (): object => ({ asked: ++asked });
  for (const symbol of ["A", "A", "B", "C"]) {
    it.reporter.report(error("boom", { context: { symbol }, market_data: give }));
  }
  const untouchable = new Proxy({}, {
    get: () => assert.fail("looked at"),
    ownKeys: () => assert.fail("looked at"),
  });
  it.reporter.report(error("boom", { context: { symbol: "D" }, market_data: untouchable }));
  await it.flush();
  assert.equal(asked, 1);
  assert.deepEqual(it.server.deliveries[0]?.events[0]?.market_data, { asked: 1 });
});

Deno.test("market data of more than 256 KB is left out and its size is told", async () => {
  await using it = startReporting();
  const atLimit = { a: "x".repeat(262_144 - 8) };
  const beyond = { a: "x".repeat(262_144 - 7) };
  it.reporter.report(error("fits", { market_data: atLimit }));
  it.reporter.report(error("does not", { market_data: beyond }));
  await it.flush();
  const [fits, left] = it.server.deliveries[0]?.events ?? [];
  assert.deepEqual(fits?.market_data, atLimit);
  assert.equal(left?.market_data, undefined);
  assert.equal(left?.context["market_data_omitted_bytes"], 262_145);
});

Deno.test("market data that cannot be had costs nobody the error", async () => {
  await using it = startReporting();
  const fail = (): object => {
    throw new Error("no candles");
  };
  assert.deepEqual(await report(it, error("boom", { market_data: fail })), [false]);
});

Deno.test("an event that was refused leaves the sample to the next", async () => {
  await using it = startReporting([status(503)], { maxEvents: 1 });
  it.reporter.report(error("other"));
  assert.equal(it.reporter.report(on("A")).kind, "full");
  await it.flush();
  assert.deepEqual(await report(it, on("B")), [true]);
});

Deno.test("Sampler remembers 10,000 faults and forgets the oldest first", () => {
  const sampler = new Sampler({ clock: new FakeClock(), sampleIntervalMs: hour });
  const letters = (i: number): string => [...String(i)].map((digit) => "abcdefghij"[Number(digit)]).join("");
  for (let i = 0; i < 10_000; i++) sampler.remember(error(letters(i)));
  sampler.remember(error(letters(0)));
  sampler.remember(error(letters(10_000)));
  assert.deepEqual([0, 1, 2, 10_000].map((i) => sampler.wants(error(letters(i)))), [
    false,
    true,
    false,
    false,
  ]);
});
