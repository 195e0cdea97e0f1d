import assert from "node:assert/strict";
import { error, startReporting, trader } from "./testing/reporting.ts";

Deno.test("guard() returns what the function returns, and a promise for a promise", async () => {
  await using it = startReporting();
  assert.deepEqual(it.reporter.guard({ trader_id: trader }, () => 7), { ok: true, value: 7 });
  assert.deepEqual(await it.reporter.guard({ trader_id: trader }, () => Promise.resolve(8)), {
    ok: true,
    value: 8,
  });
  await it.flush();
  assert.equal(it.server.deliveries.length, 0);
});

Deno.test("guard() reports what is thrown, with its stack and those of its causes, and does not throw", async () => {
  await using it = startReporting();
  const cause = new Error("deep");
  const thrown = new TypeError("boom", { cause });
  const event = { trader_id: trader, context: { symbol: "A" } };
  const sync = it.reporter.guard(event, (): number => {
    throw thrown;
  });
  assert.ok(!sync.ok && sync.error === thrown && sync.report.kind === "kept");
  const late = await it.reporter.guard(event, () => Promise.reject(new DOMException("slow", "TimeoutError")));
  assert.ok(!late.ok);
  await it.flush();
  const [first, second] = it.server.deliveries[0]?.events ?? [];
  assert.equal(first?.error_message, "TypeError: boom");
  assert.match(first?.stack_trace ?? "", /guard\.test\.ts[^]*Caused by: Error: deep/);
  assert.deepEqual(
    [first, second].map((event) => event && { ...event }["error_type" as keyof typeof event]),
    [
      "runtime",
      "timeout",
    ],
  );
});

const oddities: [string, unknown, string][] = [
  ["a text", "boom", "boom"],
  ["nothing", undefined, "undefined"],
  ["an empty text", "", "an empty text was thrown"],
  ["an object without a prototype", Object.create(null), "something was thrown that has no text"],
];
for (const [what, thrown, message] of oddities) {
  Deno.test(`guard() reports ${what} that is thrown`, async () => {
    await using it = startReporting();
    it.reporter.guard({ trader_id: trader }, () => {
      throw thrown;
    });
    await it.flush();
    assert.deepEqual(it.messages(), [[message]]);
  });
}

Deno.test("guard() keeps the event's own type", async () => {
  await using it = startReporting();
  it.reporter.guard({ ...error(""), error_type: "infrastructure" }, () => {
    throw new Error("no candles");
  });
  await it.flush();
  assert.deepEqual(it.server.deliveries[0]?.events.map((event) => Reflect.get(event, "error_type")), [
    "infrastructure",
  ]);
});
