// Whatever the server does: every event that was taken over is delivered, under its own id, with its exact count.
import assert from "node:assert/strict";
import type { ReporterConfig } from "./config.ts";
import { Reporter } from "./reporter.ts";
import { FakeClock } from "./testing/fake-clock.ts";
import {
  cutAnswer,
  type FakeRecordError,
  type Reply,
  secret,
  startRecordError,
  status,
} from "./testing/fake-record-error.ts";
import { trader } from "./testing/reporting.ts";

type Random = () => number;

/** mulberry32 */
function seeded(seed: number): Random {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** Fails at random, also after it has taken the events; refuses some events and large batches always. */
function hostile(random: Random, server: () => FakeRecordError): Reply[] {
  const failures: Reply[] = [
    ...[500, 503, 429, 408, 401, 403, 404, 302].map((code) => status(code)),
    status(429, { "retry-after": "3" }),
    status(503, { "retry-after": "soon" }),
    () => new Response(null, { status: 202 }),
    () => Response.json([], { status: 200 }),
    cutAnswer,
  ];
  const reply: Reply = async (events, delivery) => {
    if (events.some(({ error_message }) => error_message === "poison")) {
      return await status(400)(events, delivery);
    }
    if (events.length > 25 || events.some(({ market_data }) => market_data?.["large"])) {
      return await status(413)(events, delivery);
    }
    if (random() < 0.6) return await server().take(events, delivery);
    if (random() < 0.5) await server().take(events, delivery);
    return await pick(random, failures)(events, delivery);
  };
  return Array.from({ length: 5_000 }, () => reply);
}

interface World {
  random: Random;
  server: FakeRecordError;
  clock: FakeClock;
  config: ReporterConfig;
  /** What is to arrive, by event id. */
  kept: Map<string, number>;
  poisoned: number;
}

function reportSome(reporter: Reporter, world: World): void {
  const { kept, random } = world;
  for (let n = Math.floor(random() * 60); n > 0; n--) {
    const occurrences = pick(random, [1, 1, 1, 7, 400_000]);
    const message = random() < 0.02 ? "poison" : `fault ${Math.floor(random() * 40)}`;
    const outcome = reporter.report({
      trader_id: trader,
      error_message: message,
      occurrences,
      context: { symbol: pick(random, ["A", "B"]) },
      market_data: { large: random() < 0.1 },
    });
    assert.ok(outcome.kind === "kept");
    if (message === "poison") world.poisoned += occurrences;
    else kept.set(outcome.eventId, (kept.get(outcome.eventId) ?? 0) + occurrences);
  }
}

/** One process after another, each ended at some point of its work. */
async function live(world: World, { lives, steps }: { lives: number; steps: number }): Promise<number> {
  const { clock, config, random } = world;
  let refused = 0;
  for (let life = 1; life <= lives; life++) {
    const reporter = new Reporter(config);
    for (let step = 0; step < steps; step++) {
      reportSome(reporter, world);
      if (random() < 0.3) await clock.drive(reporter.flush());
      else clock.advance(random() * 2_000);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    if (life === lives) await clock.drive(reporter.close());
    else await reporter.close(AbortSignal.abort()).catch(() => {});
    assert.deepEqual(/reason="(full|invalid|too_large|spool)"/.exec(reporter.metrics()), null);
    refused += reporter.counts.dropped;
    if (lives === 1) assert.equal(reporter.counts.posted, sum(world.kept.values()));
  }
  return refused;
}

function sum(counts: Iterable<number>): number {
  return [...counts].reduce((sum, count) => sum + count, 0);
}

async function check(seed: number, lives: number, change: Partial<ReporterConfig>): Promise<void> {
  const random = seeded(seed);
  await using server = startRecordError(hostile(random, () => server));
  const clock = new FakeClock();
  const config = { url: server.url, secret, clock, random, log: (): void => {}, flushCount: 30, ...change };
  const world: World = { random, server, clock, config, kept: new Map(), poisoned: 0 };
  const refused = await live(world, { lives, steps: 8 });

  const delivered = new Map([...server.taken].map(([id, { occurrences }]) => [id, occurrences]));
  assert.deepEqual(delivered, world.kept, `seed ${seed}`);
  assert.ok(refused >= world.poisoned, "in a later life what is refused may be refused again");
  const told = new Map<string, string>();
  for (const event of server.deliveries.flatMap(({ events }) => events)) {
    // Only the market data may be left out of a later delivery.
    const context = { ...event.context, market_data_omitted_bytes: undefined };
    const text = JSON.stringify({ ...event, context, market_data: undefined });
    assert.equal(told.get(event.event_id) ?? text, text, `seed ${seed}: an event changed after it was sent`);
    told.set(event.event_id, text);
  }
}

for (let seed = 1; seed <= 12; seed++) {
  Deno.test(`every event is delivered under its id with its count, seed ${seed}`, async () => {
    await check(seed, 1, {});
  });
  Deno.test(`every event is delivered across restarts on a spool, seed ${seed}`, async () => {
    const spoolDir = await Deno.makeTempDir();
    try {
      await check(seed, 4, { spoolDir, maxEvents: 80 });
      assert.deepEqual([...Deno.readDirSync(spoolDir)], []);
    } finally {
      await Deno.remove(spoolDir, { recursive: true });
    }
  });
}
