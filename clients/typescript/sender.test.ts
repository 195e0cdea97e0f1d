import assert from "node:assert/strict";
import { backOffMs, mendMs, retryAfterMs } from "./backoff.ts";
import { UnsentError } from "./mod.ts";
import { until } from "./testing/fake-clock.ts";
import { cutAnswer, type Posted, type Reply, status } from "./testing/fake-record-error.ts";
import { error, type Reporting, startReporting } from "./testing/reporting.ts";

/** How long the sender waited between its tries. */
function waits({ clock }: Reporting): number[] {
  return clock.waits.filter((ms) => ms !== 1_000);
}

function reasons(it: Reporting): Record<string, number> {
  const found = it.reporter.metrics().matchAll(/persist_failures_total\{reason="(\w+)"\} (\d+)/g);
  return Object.fromEntries([...found].map(([, reason, count]) => [reason, Number(count)]));
}

const json = (body: unknown, code = 202): Reply => () => Response.json(body, { status: code });
const broken: Record<string, Reply> = {
  "503": status(503),
  "500": status(500),
  "408": status(408),
  "425": status(425),
  "429": status(429),
  "an empty 202": () => new Response(null, { status: 202 }),
  "a 202 that is not JSON": () => new Response("<html>welcome</html>", { status: 202 }),
  "a 200 of something else": json({ ok: true }, 200),
  "a 202 with wrong counts": json({ accepted: -1, duplicates: 0, rejected: [] }),
  "a 202 with wrong rejections": json({ accepted: 0, duplicates: 0, rejected: [{ why: "no" }] }),
  "a cut answer": cutAnswer,
};
for (const [what, reply] of Object.entries(broken)) {
  Deno.test(`${what} is tried again with the same ids, later`, async () => {
    await using it = startReporting([reply, reply]);
    it.reporter.report(error("boom"));
    await it.flush();
    const { deliveries, taken } = it.server;
    assert.equal(deliveries.length, 3);
    assert.equal(new Set(deliveries.map(({ id }) => id)).size, 1);
    assert.equal(new Set(deliveries.map(({ events }) => events[0]?.event_id)).size, 1);
    assert.equal(taken.size, 1);
    assert.deepEqual(waits(it), [250, 500], "half of 500 and of 1000 ms");
    assert.deepEqual(it.reporter.counts, { posted: 1, accepted: 1, duplicates: 0, rejected: 0, dropped: 0 });
    assert.equal(it.logged.length, 2, "failing, and working again");
  });
}

Deno.test("a retry is signed with its own time", async () => {
  await using it = startReporting([status(429, { "retry-after": "90" })]);
  it.reporter.report(error("boom"));
  await it.flush();
  const [first, second] = it.server.deliveries.map(({ timestamp }) => timestamp);
  assert.equal(second, (first ?? 0) + 90);
});

Deno.test("Retry-After decides, as seconds or as a date, up to five minutes", async () => {
  const inTwoMinutes: Reply = () => {
    const date = new Date(it.clock.now() + 120_000).toUTCString();
    return new Response(null, { status: 503, headers: { "retry-after": date } });
  };
  const after = (value: string): Reply => status(429, { "retry-after": value });
  await using it = startReporting([after("7"), inTwoMinutes, after("3600"), after("0"), after("soon")]);
  it.reporter.report(error("boom"));
  await it.flush();
  const [seconds, date, long, ...backOff] = waits(it);
  assert.deepEqual([seconds, long, ...backOff], [7_000, 300_000, 2_000, 4_000]);
  assert.ok(date !== undefined && date > 118_000 && date <= 120_000);
});

Deno.test("backOffMs() doubles under a minute with full jitter, mendMs() is about a minute", () => {
  assert.deepEqual([0, 1, 2, 6, 7, 99].map((attempt) => backOffMs(attempt, () => 1)), [
    500,
    1_000,
    2_000,
    32_000,
    60_000,
    60_000,
  ]);
  assert.equal(backOffMs(5, () => 0), 0);
  assert.deepEqual([mendMs(() => 0), mendMs(() => 0.5)], [48_000, 60_000]);
  assert.equal(retryAfterMs(null, 0), undefined);
  assert.equal(retryAfterMs("Thu, 01 Jan 1970 00:00:09 GMT", 1_000), 8_000);
});

Deno.test("a server that does not answer is given up after requestTimeoutMs, and tried again", async () => {
  const { promise: end, resolve } = Promise.withResolvers<Response>();
  await using it = startReporting([() => end]);
  it.reporter.report(error("boom"));
  const flushed = it.reporter.flush();
  await until(() => it.server.deliveries.length === 1);
  it.clock.advance(9_999);
  assert.deepEqual(reasons(it), {});
  it.clock.advance(1);
  await it.clock.drive(flushed);
  resolve(new Response());
  assert.deepEqual(reasons(it), { timeout: 1 });
  assert.match(it.reporter.metrics(), /duration_seconds_sum 10/);
});

Deno.test("an address where nobody listens is tried again without end", async () => {
  await using it = startReporting([], { url: "http://127.0.0.1:9/record-error" });
  it.reporter.report(error("boom"));
  const flushed = it.reporter.flush(AbortSignal.timeout(300));
  await assert.rejects(it.clock.drive(flushed), { name: "TimeoutError" });
  assert.ok((reasons(it)["network"] ?? 0) > 3);
  assert.equal(it.logged.length, 1);
  assert.match(it.reporter.metrics(), /trader_error_waiting_events 1\n/);
});

for (const code of [401, 403, 404, 301, 307]) {
  Deno.test(`${code} waits a minute for an operator, says so once, and loses nothing`, async () => {
    const elsewhere = { location: "http://127.0.0.1:9/elsewhere" };
    const refuse = status(code, code < 400 ? elsewhere : {});
    await using it = startReporting([refuse, refuse, refuse]);
    it.reporter.report(error("boom"));
    await it.flush();
    assert.deepEqual(waits(it), [60_000, 60_000, 60_000]);
    assert.equal(it.server.taken.size, 1);
    assert.equal(it.logged.length, 2);
    assert.match(it.logged[0] ?? "", new RegExp(`mended.*: ${code} as_told$`));
    assert.match(it.logged[1] ?? "", /takes errors again/);
    assert.deepEqual(reasons(it), { [code]: 3 });
  });
}

for (const code of [400, 415, 422]) {
  Deno.test(`${code} without a code of the contract is not record-error's: it waits for an operator and loses nothing`, async () => {
    await using it = startReporting([() => new Response("<html>Bad Request</html>", { status: code })]);
    it.reporter.report(error("boom"));
    await it.flush();
    assert.deepEqual(waits(it), [60_000]);
    assert.equal(it.server.taken.size, 1);
    assert.equal(it.reporter.counts.dropped, 0);
  });
}

Deno.test("in an outage an error that repeats goes on merging into one event", async () => {
  await using it = startReporting([status(401)]);
  it.reporter.report(error("first"));
  it.clock.advance(1_000);
  await until(() => it.logged.length === 1);
  for (let second = 0; second < 20; second++) {
    it.reporter.report(error("again"));
    it.clock.advance(1_000);
  }
  assert.equal(it.server.deliveries.length, 1);
  await it.flush();
  assert.deepEqual(
    it.server.deliveries.slice(2).flatMap(({ events }) => events.map(({ occurrences }) => occurrences)),
    [20],
  );
});

Deno.test("batches go one at a time and in order, also past a failure", async () => {
  let inFlight = 0;
  const slow: Reply = async (events, delivery) => {
    assert.equal(++inFlight, 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inFlight--;
    return it.server.take(events, delivery);
  };
  const replies = [status(503), ...Array.from({ length: 9 }, () => slow)];
  await using it = startReporting(replies, { flushCount: 1 });
  for (let i = 0; i < 9; i++) it.reporter.report(error(`${i}`));
  await it.flush();
  assert.deepEqual(it.messages().flat(), ["0", ..."012345678"]);
});

/** Refuses every batch with such an event in it. */
function poison(it: () => Reporting, isPoison: (event: Posted) => boolean, code: number): Reply[] {
  const reply: Reply = (events, delivery) =>
    events.some(isPoison) ? status(code)(events, delivery) : it().server.take(events, delivery);
  return Array.from({ length: 2_000 }, () => reply);
}

for (const code of [400, 415, 422, 418]) {
  Deno.test(`${code} for one event among 500 gives up that one alone`, async () => {
    const replies = poison(() => it, ({ error_message }) => error_message === "error 321", code);
    await using it = startReporting(replies, { flushCount: 500 });
    for (let i = 0; i < 500; i++) it.reporter.report(error(`error ${i}`, { occurrences: 2 }));
    await it.flush();
    const taken = [...it.server.taken.values()].map(({ error_message }) => error_message);
    assert.deepEqual(taken, Array.from({ length: 500 }, (_, i) => `error ${i}`).filter((_, i) => i !== 321));
    assert.deepEqual(it.reporter.counts, {
      posted: 998,
      accepted: 998,
      duplicates: 0,
      rejected: 0,
      dropped: 2,
    });
    assert.match(it.reporter.metrics(), /dropped_total\{reason="refused"\} 2\n/);
    assert.ok(it.server.deliveries.length <= 20, "halving takes two requests a level");
    assert.deepEqual(waits(it), [], "there is nothing to wait for");
  });
}

Deno.test("an event that is given up leaves its room to the next", async () => {
  await using it = startReporting([status(400), status(413)], { maxEvents: 1 });
  for (const message of ["refused", "too large", "fine"]) {
    assert.equal(it.reporter.report(error(message)).kind, "kept");
    await it.flush();
  }
  assert.equal(it.server.taken.size, 1);
});

Deno.test("413 halves the batch, then leaves out market data, then gives the event up", async () => {
  const isTooLarge = ({ error_message, market_data }: Posted): boolean =>
    market_data !== undefined || error_message === "monster";
  await using it = startReporting(poison(() => it, isTooLarge, 413));
  it.reporter.report(error("small"));
  it.reporter.report(error("large", { market_data: { klines: [1] } }));
  it.reporter.report(error("monster", { market_data: { klines: [1] } }));
  await it.flush();
  const events = [...it.server.taken.values()];
  assert.deepEqual(events.map(({ error_message }) => error_message), ["small", "large"]);
  assert.ok(events.every((event) => event.market_data === undefined));
  assert.deepEqual(events.map(({ context }) => context), [{}, { market_data_omitted_bytes: 14 }]);
  assert.equal(it.reporter.counts.dropped, 1);
  assert.match(it.reporter.metrics(), /dropped_total\{reason="too_large"\} 1\n/);
  assert.match(
    it.logged.at(-1) ?? "",
    /^record-error refuses event [0-9a-f-]{36}, it is given up: 413 as_told$/,
  );
});

Deno.test("rejected events are counted by occurrences, logged by code and id, and not sent again", async () => {
  const reject: Reply = ([first, second, third]) =>
    Response.json({
      accepted: 1,
      duplicates: 1,
      rejected: [{ index: 1, event_id: second?.event_id, code: "unknown_trader", message: "secret code" }],
      results: [first, second, third].map((event, index) => ({
        index,
        event_id: event?.event_id,
        status: ["duplicate", "rejected", "accepted"][index],
      })),
    }, { status: 202 });
  await using it = startReporting([reject]);
  [2, 30, 400].forEach((occurrences, i) => it.reporter.report(error(`${i}`, { occurrences })));
  await it.flush();
  assert.equal(it.server.deliveries.length, 1);
  assert.deepEqual(it.reporter.counts, {
    posted: 432,
    accepted: 400,
    duplicates: 2,
    rejected: 30,
    dropped: 0,
  });
  const text = it.reporter.metrics();
  assert.match(text, /trader_error_persist_success_total 402\n/);
  assert.match(text, /dropped_total\{reason="rejected"\} 30\n/);
  const id = it.server.deliveries[0]?.events[1]?.event_id;
  assert.deepEqual(it.logged, [`record-error rejected event ${id}: unknown_trader`]);
});

Deno.test("rejections without ids or results are counted too", async () => {
  const rejected = [{ index: 2, event_id: null, code: "invalid_event", message: "" }];
  await using it = startReporting([json({ accepted: 1, duplicates: 1, rejected, incidents: [] })]);
  for (const message of ["a", "b", "c"]) it.reporter.report(error(message));
  await it.flush();
  assert.deepEqual(it.reporter.counts, { posted: 3, accepted: 1, duplicates: 1, rejected: 1, dropped: 0 });
});

Deno.test("flush() that is aborted loses nothing", async () => {
  await using it = startReporting([status(503)]);
  it.reporter.report(error("boom"));
  await assert.rejects(it.reporter.flush(AbortSignal.abort()), { name: "AbortError" });
  await it.flush();
  assert.equal(it.server.taken.size, 1);
});

Deno.test("close() tries once more at once, also when the next try was a minute away", async () => {
  await using it = startReporting([status(401)]);
  it.reporter.report(error("boom"));
  it.clock.advance(1_000);
  await until(() => it.logged.length === 1);
  await it.reporter.close(AbortSignal.timeout(5_000));
  assert.equal(it.server.taken.size, 1);
});

Deno.test("close() keeps to Retry-After and its deadline, and says how many errors were not sent", async () => {
  await using it = startReporting([status(429, { "retry-after": "60" })]);
  for (const message of ["a", "b", "c"]) it.reporter.report(error(message));
  it.clock.advance(1_000);
  await until(() => it.logged.length === 1);
  it.reporter.report(error("d"));
  const startedAt = performance.now();
  await assert.rejects(it.reporter.close(AbortSignal.timeout(50)), (error: unknown) => {
    assert.ok(error instanceof UnsentError);
    assert.deepEqual([error.unsent, error.spooled], [4, 0]);
    return /Cannot send 4 errors/.test(error.message);
  });
  assert.ok(performance.now() - startedAt < 2_000);
  await until(() => it.clock.running === 0);
  assert.equal(it.server.deliveries.length, 1);
});

Deno.test("close() ends a try that hangs", async () => {
  const { promise: end, resolve } = Promise.withResolvers<Response>();
  await using it = startReporting([() => end]);
  it.reporter.report(error("boom"));
  await assert.rejects(it.reporter.close(AbortSignal.timeout(50)), { name: "UnsentError" });
  await until(() => it.clock.running === 0);
  resolve(new Response());
});

Deno.test("nothing that is logged holds the secret, messages, code or market data", async () => {
  const rejected = [{ index: 0, event_id: null, code: "bad", message: "visible" }];
  const replies = [status(500), status(401), status(400), json({ accepted: 0, duplicates: 0, rejected })];
  await using it = startReporting(replies);
  const event = error("visible", {
    filter_code: "visible",
    stack_trace: "visible",
    market_data: { a: "visible" },
  });
  for (let i = 0; i < 2; i++) {
    it.reporter.report(event);
    await it.flush();
  }
  assert.ok(it.logged.length >= 4);
  assert.ok(!it.logged.some((line) => /visible|whsec/.test(line)), it.logged.join("\n"));
});

Deno.test("a report from whoever waited for the last one is sent too", async () => {
  await using it = startReporting();
  for (let i = 0; i < 50; i++) {
    it.reporter.report(error(`${i}`));
    const flushed = it.reporter.flush();
    for (let turns = i; turns > 0; turns--) flushed.then(() => {});
    await flushed;
    for (let turns = i % 10; turns > 0; turns--) await Promise.resolve();
  }
  assert.equal(it.server.taken.size, 50);
});
