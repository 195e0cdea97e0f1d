// The TypeScript reporter against the real record-error, while the database goes away and comes back.
import assert from "node:assert/strict";
import { Reporter } from "../../clients/typescript/mod.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { createTrader, FILTERS } from "../support/traders.ts";

let project: Project;
let user: TestUser;

Deno.test.beforeAll(async () => {
  project = await startProject();
  user = await project.createUser();
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

Deno.test("reporter brings every error into the history once, although the database goes away in between", async () => {
  const traderIds = await Promise.all(
    Array.from({ length: 5 }, () => createTrader(project, user, "missingNilCheck")),
  );
  const logged: string[] = [];
  const reporter = new Reporter({
    url: `${project.stack.apiUrl}/functions/v1/record-error`,
    secret: project.recordErrorSecret,
    flushIntervalMs: 20,
    log: (line) => logged.push(line),
  });
  const report = (count: number): void => {
    for (let place = 0; place < count; place++) {
      const outcome = reporter.report({
        trader_id: traderIds[place % traderIds.length] ?? "",
        error_message: FILTERS.missingNilCheck.message,
        context: { symbol: `S${place % 30}USDT`, trigger_interval: "5m" },
      });
      assert.equal(outcome.kind, "kept");
    }
  };

  report(1_000);
  await reporter.flush(AbortSignal.timeout(20_000));
  await project.stack.postgres.stop();
  report(1_000);
  await assert.rejects(reporter.flush(AbortSignal.timeout(300)), { name: "TimeoutError" });
  report(1_000);
  await project.stack.postgres.start();
  await reporter.close(AbortSignal.timeout(60_000));

  const { accepted, dropped, duplicates, rejected } = reporter.counts;
  assert.deepEqual([dropped, rejected], [0, 0], logged.join("\n"));
  assert.equal(accepted + duplicates, 3_000);
  const [row] = await project.stack.sql<{ counted: number }[]>`
    select sum(occurrences)::int as counted from public.trader_incidents`;
  assert.equal(row?.counted, 3_000);
});

Deno.test("reporter waits as long as record-error says when it reports too much", async () => {
  const traderId = await createTrader(project, user, "missingNilCheck");
  const secret = project.recordErrorSecret;
  await project.stack
    .sql`update private.settings set ingest_rows_per_minute = 100, ingest_events_per_minute = 500`;
  await project.stack.sql`truncate private.ingest_load`;
  const fill = Array.from({ length: 500 }, () => ({
    event_id: crypto.randomUUID(),
    trader_id: traderId,
    error_message: "divide by zero",
  }));
  const filled = await project.callSigned("record-error", { events: fill }, secret);
  assert.equal(filled.status, 202);
  await filled.body?.cancel();

  const requestTimeoutMs = 100_000;
  const refused = Promise.withResolvers<{ ms: number; goOn: () => void }>();
  const reporter = new Reporter({
    url: `${project.stack.apiUrl}/functions/v1/record-error`,
    secret,
    flushIntervalMs: 1,
    requestTimeoutMs,
    log: (): void => {},
    clock: {
      now: Date.now,
      after: (ms, goOn): () => void => {
        if (ms === 1) queueMicrotask(goOn);
        else if (ms !== requestTimeoutMs) refused.resolve({ ms, goOn });
        return (): void => {};
      },
    },
  });
  reporter.report({ trader_id: traderId, error_message: "nil map" });
  const { goOn, ms } = await refused.promise;
  assert.ok(ms >= 1_000 && ms <= 70_000, `${ms} ms`);
  assert.match(reporter.metrics(), /trader_error_persist_failures_total\{reason="429"\} 1\n/);

  // The next minute, for the database.
  await project.stack.sql`truncate private.ingest_load`;
  goOn();
  await reporter.close(AbortSignal.timeout(20_000));
  assert.equal(reporter.counts.accepted, 1);
});
