import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import { codeSha256 as storedHash } from "../../local/executor/running-trader.ts";
import { codeSha256, type ErrorEvent, Reporter } from "./mod.ts";
import { until } from "./testing/fake-clock.ts";
import { secret } from "./testing/fake-record-error.ts";
import { error, startReporting, trader } from "./testing/reporting.ts";

Deno.test("report() completes the event, and says under which id it is sent", async () => {
  await using it = startReporting([], { executorVersion: "2.0", machineId: "fly-1" });
  const outcome = it.reporter.report(error("boom", { component: "series", context: { symbol: "LTCUSDT" } }));
  const occurredAt = new Date(it.clock.now()).toISOString();
  await it.flush();
  const [event] = it.server.deliveries[0]?.events ?? [];
  assert.ok(event && outcome.kind === "kept");
  assert.match(event.event_id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(event, {
    event_id: outcome.eventId,
    trader_id: trader,
    component: "series",
    error_message: "boom",
    occurred_at: occurredAt,
    context: { executor_version: "2.0", machine_id: "fly-1", symbol: "LTCUSDT" },
    occurrences: 1,
  });
  assert.deepEqual(it.reporter.counts, { posted: 1, accepted: 1, duplicates: 0, rejected: 0, dropped: 0 });
});

Deno.test("report() encodes at once: what the caller changes afterwards is not sent", async () => {
  await using it = startReporting();
  const event = error("boom", { context: { symbol: "A" }, market_data: { close: 1 } });
  it.reporter.report(event);
  Object.assign(event.context ?? {}, { symbol: "B" });
  Object.assign(event.market_data ?? {}, { close: 2 });
  await it.flush();
  const sent = it.server.deliveries[0]?.events[0];
  assert.deepEqual([sent?.context["symbol"], sent?.market_data], ["A", { close: 1 }]);
});

Deno.test("report() cuts texts at a character's border and says which", async () => {
  await using it = startReporting();
  it.reporter.report(error("€".repeat(3_000), { stack_trace: `a${"😀".repeat(9_000)}` }));
  it.reporter.report(error("x".repeat(8_192), { stack_trace: "short" }));
  await it.flush();
  const [cut, whole] = it.server.deliveries[0]?.events ?? [];
  assert.equal(cut?.error_message, "€".repeat(2_730));
  assert.equal(cut?.stack_trace, `a${"😀".repeat(8_191)}`);
  assert.deepEqual(cut?.context["truncated"], ["error_message", "stack_trace"]);
  assert.equal(whole?.error_message.length, 8_192);
  assert.ok(!("truncated" in (whole?.context ?? {})));
});

const circular: Record<string, unknown> = {};
circular["self"] = circular;
const invalid: [ErrorEvent, string, RegExp, number][] = [
  [error("boom", { trader_id: "" }), "trader_id", /UUID/, 1],
  [error(""), "error_message", /not empty/, 1],
  [error("boom", { occurrences: 0 }), "occurrences", /1 to 1000000/, 1],
  [error("boom", { occurrences: 1_000_001 }), "occurrences", /1 to 1000000/, 1],
  [error("boom", { occurrences: 1.5 }), "occurrences", /integer/, 1],
  [error("boom", { event_id: "7", occurrences: 3 }), "event_id", /UUID/, 3],
  [error("boom", { code_sha256: "AB" }), "code_sha256", /64 lower-case/, 1],
  [error("boom", { occurred_at: "yesterday" }), "occurred_at", /RFC 3339/, 1],
  [error("boom", { context: circular, occurrences: 2 }), "context", /JSON/, 2],
  [error("boom", { context: { symbol: 1n as unknown as string } }), "context", /JSON/, 1],
];
for (const [event, field, rule, occurrences] of invalid) {
  Deno.test(`report() says what is wrong with ${field}: ${rule.source}`, async () => {
    await using it = startReporting();
    const outcome = it.reporter.report(event);
    assert.ok(outcome.kind === "invalid");
    assert.equal(outcome.field, field);
    assert.match(outcome.rule, rule);
    assert.equal(outcome.value, event[field as keyof ErrorEvent]);
    assert.equal(it.reporter.counts.dropped, occurrences);
    assert.match(
      it.reporter.metrics(),
      new RegExp(`trader_error_dropped_total\\{reason="invalid"\\} ${occurrences}`),
    );
  });
}

Deno.test("report() merges equal errors of a window, and keeps apart what differs", async () => {
  await using it = startReporting();
  const base = error("boom", {
    code_sha256: "0".repeat(64),
    context: { symbol: "A", trigger_interval: "1m" },
  });
  const others: Partial<ErrorEvent>[] = [
    { trader_id: "22222222-2222-4222-8222-222222222222" },
    { component: "series" },
    { error_type: "runtime" },
    { error_message: "bang" },
    { code_sha256: "1".repeat(64) },
    { context: { symbol: "B", trigger_interval: "1m" } },
    { context: { symbol: "A", trigger_interval: "5m" } },
    { context: { symbol: "A", trigger_interval: "1m", failing_function: "f" } },
    { context: { symbol: "A", trigger_interval: "1m", failing_statement: "s" } },
  ];
  const first = it.reporter.report(base);
  const firstAt = new Date(it.clock.now()).toISOString();
  it.clock.advance(500);
  assert.deepEqual(
    it.reporter.report({ ...base, component: "filter", occurrences: 40, stack_trace: "other" }),
    first,
  );
  for (const change of others) it.reporter.report({ ...base, ...change });
  await it.flush();
  const events = it.server.deliveries.flatMap(({ events }) => events);
  assert.deepEqual(events.map(({ occurrences }) => occurrences), [41, ...others.map(() => 1)]);
  assert.equal(events[0]?.occurred_at, firstAt);
  assert.equal(it.reporter.counts.accepted, 50);
});

Deno.test("report() starts a new event where the sum would pass a million", async () => {
  await using it = startReporting();
  it.reporter.report(error("boom", { occurrences: 999_999 }));
  it.reporter.report(error("boom"));
  it.reporter.report(error("boom", { occurrences: 5 }));
  it.reporter.report(error("boom", { occurrences: 6 }));
  await it.flush();
  assert.deepEqual(it.server.deliveries[0]?.events.map(({ occurrences }) => occurrences), [1_000_000, 11]);
});

Deno.test("report() keeps a given event id, and counts the same id once", async () => {
  await using it = startReporting();
  const event_id = crypto.randomUUID();
  for (let i = 0; i < 3; i++) it.reporter.report(error("boom", { event_id, occurrences: 2 }));
  it.reporter.report(error("boom"));
  await it.flush();
  const events = it.server.deliveries[0]?.events ?? [];
  assert.deepEqual(events.map((event) => event.occurrences), [2, 1]);
  assert.equal(events[0]?.event_id, event_id);
});

Deno.test("a window is sent when it holds flushCount events", async () => {
  await using it = startReporting([], { flushCount: 3 });
  for (const message of ["a", "b", "b", "c", "d"]) it.reporter.report(error(message));
  await until(() => it.reporter.counts.posted === 4);
  assert.deepEqual(it.messages(), [["a", "b", "c"]]);
});

Deno.test("a window is sent when it holds flushBytes", async () => {
  await using it = startReporting([], { flushBytes: 10_000 });
  for (let i = 0; i < 3; i++) it.reporter.report(error(`${i}${"x".repeat(4_000)}`));
  await until(() => it.reporter.counts.posted > 0);
  assert.equal(it.server.deliveries.length, 1);
});

Deno.test("a window is sent a second after its first event, and what comes later goes with the next", async () => {
  await using it = startReporting();
  it.reporter.report(error("first"));
  it.clock.advance(600);
  it.reporter.report(error("second"));
  it.clock.advance(399);
  assert.equal(it.server.deliveries.length, 0);
  it.clock.advance(1);
  it.reporter.report(error("first"));
  await until(() => it.reporter.counts.posted === 2);
  await it.flush();
  assert.deepEqual(it.messages(), [["first", "second"], ["first"]]);
  const ids = it.server.deliveries.flatMap(({ events }) => events.map(({ event_id }) => event_id));
  assert.equal(new Set(ids).size, 3);
});

Deno.test("report() refuses the newest when memory is full, but still counts what merges", async () => {
  await using it = startReporting([], { maxEvents: 3 });
  const kinds = ["a", "b", "c", "d", "a"].map((message) =>
    it.reporter.report(error(message, { occurrences: 7 })).kind
  );
  assert.deepEqual(kinds, ["kept", "kept", "kept", "full", "kept"]);
  assert.equal(it.reporter.counts.dropped, 7);
  assert.match(it.reporter.metrics(), /trader_error_dropped_total\{reason="full"\} 7\n/);
  await it.flush();
  assert.deepEqual(it.messages(), [["a", "b", "c"]]);
  assert.equal(it.reporter.counts.accepted, 28);
  assert.equal(it.reporter.report(error("d")).kind, "kept", "room is free again");
});

Deno.test("report() counts bytes, those of batches that wait included", async () => {
  await using it = startReporting([() => new Promise<Response>(() => {})], {
    maxBytes: 20_000,
    flushCount: 1,
  });
  const kinds = Array.from(
    { length: 6 },
    (_, i) => it.reporter.report(error(`${i}${"x".repeat(4_500)}`)).kind,
  );
  assert.deepEqual(kinds, ["kept", "kept", "full", "full", "full", "full"]);
  assert.match(it.reporter.metrics(), /trader_error_waiting_events 2\n/);
});

Deno.test("batches hold at most 500 events and 3.5 MB", async () => {
  await using it = startReporting([], { flushCount: 9_999, flushBytes: 16_000_000 });
  for (let i = 0; i < 1_001; i++) it.reporter.report(error(`${i}`));
  await it.flush();
  for (let i = 0; i < 150; i++) it.reporter.report(error(`${i}`, { stack_trace: "x".repeat(32_000) }));
  await it.flush();
  assert.deepEqual(it.messages().map(({ length }) => length), [500, 500, 1, 108, 42]);
  assert.ok(it.server.deliveries.every(({ bytes }) => bytes <= 3_500_000));
});

Deno.test("bodies of a kilobyte are compressed, and what is signed is the JSON", async () => {
  await using it = startReporting();
  it.reporter.report(error("small"));
  await it.flush();
  it.reporter.report(error("€".repeat(1_000)));
  await it.flush();
  assert.deepEqual(it.server.deliveries.map(({ isGzip }) => isGzip), [false, true]);
});

Deno.test("the headers stand before the library that the server verifies with", async () => {
  const { promise, resolve } = Promise.withResolvers<Record<string, string>>();
  let body = "";
  const reporter = new Reporter({
    url: "http://record-error.test",
    secret,
    fetch: async (_url, init) => {
      body = await new Response(init?.body ?? null).text();
      resolve(init?.headers as Record<string, string>);
      return Response.json({ accepted: 1, duplicates: 0, rejected: [] }, { status: 202 });
    },
  });
  reporter.report(error("boom"));
  await reporter.close();
  const headers = await promise;
  assert.ok(new Webhook(secret).verify(body, headers));
  assert.throws(() => new Webhook(secret).verify(`${body} `, headers));
  assert.match(headers["webhook-id"] ?? "", /^msg_[0-9a-f-]{36}$/);
});

Deno.test("close() sends what is there, takes nothing more, and leaves no timer", async () => {
  await using it = startReporting();
  it.reporter.report(error("boom"));
  await it.clock.drive(it.reporter.close());
  assert.deepEqual(it.messages(), [["boom"]]);
  assert.deepEqual(it.reporter.report(error("late")), { kind: "closed" });
  assert.equal(it.clock.running, 0);
});

Deno.test("codeSha256() is the hash that the executor and the database compute", async () => {
  assert.equal(await codeSha256("return true", ""), storedHash("return true", ""));
  assert.equal(await codeSha256("ä", "s"), storedHash("ä", "s"));
});

const wrong: [string, object, RegExp][] = [
  ["url", { url: "ftp://x" }, /'url' must be an http\(s\) address: current value is 'ftp:\/\/x'/],
  ["secret", { secret: "whsec_!hidden!" }, /'secret' must be whsec_ and base64: it is not$/],
  ["flushCount", { flushCount: 0 }, /'flushCount' must be a positive integer: current value is 0/],
  ["maxBytes", { maxBytes: 1.5 }, /'maxBytes' must be a positive integer: current value is 1.5/],
];
for (const [field, change, message] of wrong) {
  Deno.test(`new Reporter() names a wrong ${field}, its rule and its value`, () => {
    assert.throws(() => new Reporter({ url: "http://localhost", secret, ...change }), (error: Error) => {
      assert.match(error.message, message);
      return !error.message.includes("hidden");
    });
  });
}
