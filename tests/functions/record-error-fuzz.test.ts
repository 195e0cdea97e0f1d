// Ten thousand mutated events and a few hundred mutated bodies: never a 500, and a valid sibling is never lost.
import assert from "node:assert/strict";
import { type Project, startProject } from "../support/project.ts";
import { Random } from "../support/random.ts";
import { createTrader, errorEvent, market } from "../support/traders.ts";

const SEED = Number(Deno.env.get("FUZZ_SEED") ?? 20261124);
const BATCHES = 200;
const MUTATED_PER_BATCH = 50;
const VALID_PER_BATCH = 10;
const BODIES = 300;

let project: Project;
let traderIds: string[];

Deno.test.beforeAll(async () => {
  project = await startProject();
  const user = await project.createUser();
  traderIds = await Promise.all(
    Array.from({ length: 5 }, () => createTrader(project, user, "missingNilCheck")),
  );
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

const FIELDS = [
  "event_id",
  "trader_id",
  "component",
  "error_type",
  "error_message",
  "stack_trace",
  "occurred_at",
  "code_sha256",
  "filter_code",
  "occurrences",
  "context",
  "market_data",
];

function fullEvent(random: Random): Record<string, unknown> {
  return errorEvent(random.pick(traderIds), "missingNilCheck", {
    event_id: random.uuid(),
    component: random.pick(["filter", "series"]),
    error_type: random.pick(["compile", "runtime", "timeout", "infrastructure", "unknown", "panic"]),
    stack_trace: "goroutine 1 [running]:",
    occurred_at: "2026-11-24T10:00:00Z",
    occurrences: random.whole(1, 5),
    market_data: market("NEWUSDT", 2),
  });
}

function oddValue(random: Random, depth = 0): unknown {
  const nested = (): unknown => oddValue(random, depth + 1);
  const odd: (() => unknown)[] = [
    () => null,
    () => random.pick([true, false]),
    () => random.pick([0, -0, -1, 1.5, 1e6, 1e6 + 1, 2 ** 53, 1e308, 1e-300, 1e21, Number.MIN_VALUE]),
    () =>
      random.pick([
        "",
        " ",
        "\u0000",
        "a\u0000b",
        "\ud800",
        "\udc00x",
        "\uffff",
        "\u202e",
        "'; drop table x; --",
        "\\",
        "%s%n",
      ]),
    () =>
      random.pick(["NaN", "Infinity", "null", "[]", "{}", '"', "0x1", "1e400", "-infinity", "now", "epoch"]),
    () =>
      random.pick([
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2026-02-30T00:00:00Z",
        "2026-11-24T10:00:00+99:99",
      ]),
    () =>
      String.fromCodePoint(...Array.from({ length: random.whole(1, 40) }, () => random.whole(1, 0x10ffff))),
    () => random.pick(["x", "é", "🚀", "\n"]).repeat(random.whole(1, 20_000)),
    () => random.uuid(),
    () => random.uuid().toUpperCase(),
    () => "f".repeat(64),
    () => Array.from({ length: random.whole(0, 5) }, nested),
    () =>
      Object.fromEntries(
        Array.from({ length: random.whole(0, 5) }, () => [String(oddText(random)), nested()]),
      ),
  ];
  return random.pick(depth > 3 ? odd.slice(0, 11) : odd)();
}

function oddText(random: Random): string {
  return random.pick([
    "symbol",
    "trigger_interval",
    "failing_statement",
    "failing_function",
    "__proto__",
    "",
    "\u0000",
    "a".repeat(3000),
    "truncated",
  ]);
}

function mutated(random: Random): unknown {
  if (random.chance(0.05)) return oddValue(random);
  const event: Record<string, unknown> = fullEvent(random);
  for (let change = random.whole(1, 3); change > 0; change--) {
    const field = random.pick(FIELDS);
    if (random.chance(0.2)) delete event[field];
    else if (field === "context" && random.chance(0.8)) {
      event["context"] = { [oddText(random)]: oddValue(random) };
    } else event[field] = oddValue(random);
  }
  return event;
}

Deno.test(`record-error loses no valid event among ${BATCHES * MUTATED_PER_BATCH} mutated ones (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const tally = { accepted: 0, duplicate: 0, rejected: 0 };
  for (let batch = 0; batch < BATCHES; batch++) {
    const valid = Array.from({ length: VALID_PER_BATCH }, () => fullEvent(random));
    const events = [...valid, ...Array.from({ length: MUTATED_PER_BATCH }, () => mutated(random))]
      .map((event) => ({ event, place: random.number() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ event }) => event);
    const response = await project.callSigned("record-error", { events }, project.recordErrorSecret);
    const text = await response.text();
    assert.equal(response.status, 202, `batch ${batch}: ${text.slice(0, 300)}`);
    const { results } = JSON.parse(text) as {
      results: { index: number; event_id: string; status: keyof typeof tally }[];
    };
    assert.deepEqual(results.map(({ index }) => index), events.map((_, index) => index), `batch ${batch}`);
    for (const { status } of results) tally[status]++;
    const accepted = new Set(
      results.filter(({ status }) => status === "accepted").map(({ event_id }) => event_id),
    );
    for (const { event_id } of valid) {
      assert.ok(accepted.has(String(event_id)), `batch ${batch} lost ${event_id}`);
    }
  }
  assert.ok(tally.rejected > 1_000 && tally.accepted > BATCHES * VALID_PER_BATCH, JSON.stringify(tally));
  const [row] = await project.stack.sql<{ stored: number; counted: number }[]>`
    select
      (select sum(occurrences + stale_occurrences)::int from public.trader_incidents) as stored,
      (select sum(occurrences)::int from public.trader_error_history) as counted`;
  assert.equal(row?.stored, row?.counted);
});

Deno.test(`record-error answers ${BODIES} mutated bodies with what is wrong, never with a 500`, async () => {
  const random = new Random(SEED + 1);
  const statuses = new Map<number, number>();
  for (let round = 0; round < BODIES; round++) {
    const text = JSON.stringify({ events: [fullEvent(random), fullEvent(random)] });
    const body = random.pick([
      () => text.slice(0, random.whole(0, text.length - 1)),
      () => {
        const at = random.whole(0, text.length - 1);
        return text.slice(0, at) + String.fromCharCode(random.whole(1, 0xd7ff)) + text.slice(at + 1);
      },
      () => JSON.stringify(oddValue(random)),
      () => JSON.stringify({ events: oddValue(random) }),
      () => "[".repeat(random.whole(1, 50_000)),
    ])();
    const response = await project.callSigned("record-error", body, project.recordErrorSecret);
    const answer = await response.json();
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    assert.ok([202, 400].includes(response.status), `${response.status} to ${body.slice(0, 200)}`);
    if (response.status === 400) assert.match(answer.code, /^[a-z_]+$/);
  }
  assert.ok((statuses.get(400) ?? 0) > 0 && (statuses.get(202) ?? 0) > 0, JSON.stringify([...statuses]));
});
