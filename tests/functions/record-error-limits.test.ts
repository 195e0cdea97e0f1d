// What a report may cost: limits per caller, results per event, and answers that get lost.
import assert from "node:assert/strict";
import { z } from "zod";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { createTrader, errorEvent } from "../support/traders.ts";

const answerSchema = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(z.object({ index: z.int(), code: z.string() })),
  results: z.array(
    z.object({
      index: z.int(),
      event_id: z.string().nullable(),
      status: z.string(),
      incident_id: z.string().nullable(),
    }),
  ),
});
type Answer = z.infer<typeof answerSchema>;

let project: Project;
let user: TestUser;

Deno.test.beforeAll(async () => {
  project = await startProject();
  user = await project.createUser();
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

const post = (body: unknown): Promise<Response> =>
  project.callSigned("record-error", body, project.recordErrorSecret);

async function answerTo(body: unknown): Promise<Answer> {
  const response = await post(body);
  assert.equal(response.status, 202);
  return answerSchema.parse(await response.json());
}

function events(traderId: string, count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, () => errorEvent(traderId, "missingNilCheck"));
}

async function counted(traderId: string): Promise<{ rows: number; occurrences: number }> {
  const [row] = await project.stack.sql<{ rows: number; occurrences: number }[]>`
    select count(*)::int as rows, coalesce(sum(occurrences), 0)::int as occurrences
    from public.trader_error_history where trader_id = ${traderId}`;
  assert.ok(row);
  return row;
}

Deno.test("record-error answers what became of each event, in the order of the batch", async () => {
  const traderId = await createTrader(project, user, "missingNilCheck");
  const [known, other] = events(traderId, 2);
  await answerTo(known);
  const bad = { ...other, event_id: "not-an-id" };
  const { results, rejected } = await answerTo({
    events: [bad, known, other, other, errorEvent(crypto.randomUUID(), "missingNilCheck")],
  });
  assert.deepEqual(results.map(({ index, status }) => [index, status]), [
    [0, "rejected"],
    [1, "duplicate"],
    [2, "accepted"],
    [3, "duplicate"],
    [4, "rejected"],
  ]);
  assert.deepEqual(results.map(({ event_id }) => event_id).slice(0, 3), [
    "not-an-id",
    known?.["event_id"],
    other?.["event_id"],
  ]);
  assert.ok(results[2]?.incident_id);
  assert.deepEqual(rejected.map(({ index, code }) => [index, code]), [[0, "invalid_event"], [
    4,
    "unknown_trader",
  ]]);
});

Deno.test("record-error counts events once that arrive five times in any order at the same moment", async () => {
  const traderId = await createTrader(project, user, "missingNilCheck");
  const batch = events(traderId, 40);
  const shuffled = Array.from(
    { length: 5 },
    (_, round) =>
      batch.toSorted((a, b) =>
        String(a["event_id"]).charCodeAt(round) - String(b["event_id"]).charCodeAt(round)
      ),
  );
  const answers = await Promise.all(shuffled.map((round) => answerTo({ events: round })));
  assert.equal(answers.reduce((sum, { accepted }) => sum + accepted, 0), 40);
  assert.equal(answers.reduce((sum, { duplicates }) => sum + duplicates, 0), 160);
  assert.equal((await counted(traderId)).occurrences, 40);
});

Deno.test("record-error counts an event once whose answer the caller never read", async () => {
  const traderId = await createTrader(project, user, "missingNilCheck");
  const batch = { events: events(traderId, 20) };
  for (let attempt = 0; attempt < 3; attempt++) {
    // The connection is cut while the answer is on its way.
    await (await post(batch)).body?.cancel();
  }
  const { accepted, duplicates } = await answerTo(batch);
  assert.deepEqual([accepted, duplicates], [0, 20]);
  assert.equal((await counted(traderId)).occurrences, 20);
});

Deno.test("record-error merges what a caller reports above its limit and refuses what is far above with 429", async () => {
  await using small = await startProject();
  const owner = await small.createUser();
  const traderId = await createTrader(small, owner, "missingNilCheck");
  await small.stack.sql`update private.settings set
    ingest_rows_per_minute = 5, ingest_events_per_minute = 500, storm_rows_per_minute = 1000`;
  const report = (count: number): Promise<Response> =>
    small.callSigned("record-error", { events: events(traderId, count) }, small.recordErrorSecret);
  const settle = async (response: Response): Promise<[number, string | null, string | undefined]> => {
    const body = await response.json();
    return [response.status, response.headers.get("retry-after"), body.code];
  };

  assert.equal((await settle(await report(10)))[0], 202);
  assert.equal((await settle(await report(200)))[0], 202);
  const [{ rows, occurrences } = { rows: 0, occurrences: 0 }] = await small.stack.sql<
    { rows: number; occurrences: number }[]
  >`select count(*)::int as rows, sum(occurrences)::int as occurrences from public.trader_error_history`;
  assert.deepEqual([rows, occurrences], [10, 210]);

  const [status, retryAfter, code] = await settle(await report(300));
  assert.deepEqual([status, code], [429, "too_many_events"]);
  assert.ok(Number(retryAfter) >= 1 && Number(retryAfter) <= 70);

  const byKey = await small.call("record-error", { events: events(traderId, 300) }, {
    apikey: small.stack.secretKey,
  });
  assert.equal(byKey.status, 202, "another caller has a limit of its own");
  await byKey.body?.cancel();
});

Deno.test("record-error learns unknown code of a trader a bounded number of times a day", async () => {
  const traderId = await createTrader(project, user, "missingNilCheck");
  const batch = events(traderId, 30).map((event, place) => ({
    ...event,
    filter_code: `return ${place} > 1`,
  }));
  assert.equal((await answerTo({ events: batch })).accepted, 30);
  const { count } = await project.admin.from("filter_versions").select("*", { count: "exact", head: true })
    .eq("trader_id", traderId).eq("source", "external");
  assert.equal(count, 20);
});
