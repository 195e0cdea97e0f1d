import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import type { ErrorEvent } from "../../local/executor/error-events.ts";
import { Reporter } from "../../local/executor/reporter.ts";
import { startFakeServer } from "./fake-server.ts";

const secret = `whsec_${btoa("a secret that only this test knows")}`;

interface Delivery {
  id: string | null;
  signedAt: string | null;
  events: ErrorEvent[];
}

function event(message: string): ErrorEvent {
  return {
    event_id: crypto.randomUUID(),
    trader_id: crypto.randomUUID(),
    component: "filter",
    error_type: "runtime",
    error_message: message,
    occurred_at: "2026-02-28T10:00:00.000Z",
    code_sha256: "0".repeat(64),
    context: {
      trigger_interval: "15m",
      symbol: "LTCUSDT",
      symbols_processed: 9,
      execution_duration_ms: 12,
      executor_version: "demo",
      machine_id: "local",
    },
  };
}

/** A record-error that verifies signatures, keeps what it was sent, and answers what the test says. */
function startReporting(
  answers: ((events: ErrorEvent[]) => Response)[] = [],
): { reporter: Reporter; deliveries: Delivery[]; slept: number[]; logged: string[] } & AsyncDisposable {
  const deliveries: Delivery[] = [];
  const slept: number[] = [];
  const logged: string[] = [];
  const server = startFakeServer(async (request) => {
    const body = await request.text();
    new Webhook(secret).verify(body, Object.fromEntries(request.headers));
    const { events }: { events: ErrorEvent[] } = JSON.parse(body);
    const { headers } = request;
    deliveries.push({ id: headers.get("webhook-id"), signedAt: headers.get("webhook-timestamp"), events });
    return answers.shift()?.(events) ?? accepted(events);
  });
  const reporter = new Reporter({
    functionsUrl: server.url,
    secret,
    log: (line) => logged.push(line),
    sleep: (ms) => Promise.resolve(void slept.push(ms)),
  });
  return { reporter, deliveries, slept, logged, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function accepted(events: ErrorEvent[]): Response {
  return Response.json({ accepted: events.length, duplicates: 0, rejected: [], incidents: [] }, {
    status: 202,
  });
}

const { signal } = new AbortController();

Deno.test("reporter signs its post to record-error and counts what was accepted", async () => {
  await using fake = startReporting();
  const events = [event("one"), event("two")];
  fake.reporter.enqueue(events);
  await fake.reporter.flush(signal);

  assert.deepEqual(fake.deliveries.map((delivery) => delivery.events), [events]);
  assert.deepEqual(fake.reporter.counts, { posted: 2, accepted: 2, duplicates: 0, rejected: 0, dropped: 0 });
  assert.equal(fake.reporter.waiting, 0);
});

Deno.test("reporter posts at most 500 events at a time", async () => {
  await using fake = startReporting();
  fake.reporter.enqueue(Array.from({ length: 1001 }, (_, index) => event(`error ${index}`)));
  await fake.reporter.flush(signal);
  assert.deepEqual(fake.deliveries.map(({ events }) => events.length), [500, 500, 1]);
  assert.equal(fake.reporter.counts.accepted, 1001);
});

Deno.test("reporter keeps a batch under 4 MB", async () => {
  await using fake = startReporting();
  fake.reporter.enqueue(Array.from({ length: 20 }, () => event("€".repeat(100_000))));
  await fake.reporter.flush(signal);
  assert.deepEqual(fake.deliveries.map(({ events }) => events.length), [11, 9]);
});

Deno.test("reporter repeats a post with the same ids after 503, 429 and an answer cut short", async () => {
  await using fake = startReporting([
    () => new Response("database down", { status: 503, headers: { "retry-after": "7" } }),
    () => new Response("slow down", { status: 429, headers: { "retry-after": "3600" } }),
    () => new Response('{"accepted":', { status: 202 }),
  ]);
  fake.reporter.enqueue([event("one")]);
  await fake.reporter.flush(signal);

  assert.equal(fake.deliveries.length, 4);
  assert.equal(new Set(fake.deliveries.map(({ id }) => id)).size, 1);
  assert.equal(new Set(fake.deliveries.map(({ events }) => events[0]?.event_id)).size, 1);
  assert.deepEqual(fake.slept.slice(0, 2), [7_000, 30_000], "Retry-After decides, up to 30 s");
  assert.ok((fake.slept[2] ?? 0) >= 500 && (fake.slept[2] ?? 0) <= 1_000, "otherwise it backs off");
  assert.equal(fake.reporter.counts.accepted, 1);
});

Deno.test("reporter keeps events that nobody took and posts them with the next ones", async () => {
  await using fake = startReporting(Array.from({ length: 6 }, () => () => new Response("", { status: 500 })));
  const [first, second] = [event("first"), event("second")];
  fake.reporter.enqueue([first]);
  await fake.reporter.flush(signal);
  assert.equal(fake.reporter.waiting, 1);
  assert.equal(fake.reporter.counts.posted, 0);

  fake.reporter.enqueue([second]);
  await fake.reporter.flush(signal);
  assert.deepEqual(fake.deliveries.at(-1)?.events, [first, second]);
  assert.equal(fake.reporter.counts.accepted, 2);
});

Deno.test("reporter does not repeat a post that was refused, and says so", async () => {
  await using fake = startReporting([() => new Response("bad signature", { status: 401 })]);
  fake.reporter.enqueue([event("one")]);
  await fake.reporter.flush(signal);
  assert.equal(fake.deliveries.length, 1);
  assert.deepEqual(fake.reporter.counts, { posted: 0, accepted: 0, duplicates: 0, rejected: 0, dropped: 1 });
  assert.match(fake.logged[0] ?? "", /refused 1 errors: 401 bad signature/);
});

Deno.test("reporter counts duplicates and rejected events apart", async () => {
  const rejected = [{
    index: 2,
    event_id: crypto.randomUUID(),
    code: "unknown_trader",
    message: "There is no such trader",
  }];
  await using fake = startReporting([
    () => Response.json({ accepted: 1, duplicates: 1, rejected, incidents: [] }, { status: 202 }),
  ]);
  fake.reporter.enqueue([event("one"), event("two"), event("three")]);
  await fake.reporter.flush(signal);
  assert.deepEqual(fake.reporter.counts, { posted: 3, accepted: 1, duplicates: 1, rejected: 1, dropped: 0 });
  assert.match(fake.logged[0] ?? "", /unknown_trader/);
});

Deno.test("reporter gives up the oldest events when too many wait", () => {
  const reporter = new Reporter({ functionsUrl: "http://127.0.0.1:9", secret, log: (): void => {} });
  reporter.enqueue(Array.from({ length: 20_003 }, () => event("x")));
  assert.equal(reporter.waiting, 20_000);
  assert.equal(reporter.counts.dropped, 3);
});

Deno.test("reporter stops at once when it is aborted", async () => {
  await using fake = startReporting();
  fake.reporter.enqueue([event("one")]);
  await assert.rejects(fake.reporter.flush(AbortSignal.abort()), { name: "AbortError" });
  assert.equal(fake.deliveries.length, 0);
  assert.equal(fake.reporter.waiting, 1);
});
