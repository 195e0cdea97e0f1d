import assert from "node:assert/strict";
import { type Preview, previewSchema } from "../../supabase/functions/preview-fix/answer.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { fixOf, proposeFix } from "../support/proposed-fix.ts";
import { createTrader, errorEvent, FILTERS, market } from "../support/traders.ts";

const MINUTE = 60_000;
/** As the repair rules would have it. */
const EDIT = FILTERS.missingNilCheck.code.replace("\n", "\nif rsi == nil {\n\treturn false\n}\n");

let project: Project;
let executor: FakeExecutor;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  for (const symbol of ["BTCUSDT", "ETHUSDT"]) executor.markets.set(symbol, { "5m": candles(400) });
  executor.markets.set("NEWUSDT", { "5m": candles(10) });
  // The machine that tests run on may be busy; the platform's limit is not what is tested here.
  project = await startProject({ EXECUTOR_URL: executor.url, PREVIEW_WORK_MS: "10000" });
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

/** Candles of 5 minutes, the last of which has closed now. */
function candles(count: number): unknown[] {
  const end = Math.floor(Date.now() / (5 * MINUTE)) * 5 * MINUTE;
  const { klines } = market("BTCUSDT", count) as { klines: Record<string, { openTime: number }[]> };
  return (klines["5m"] ?? []).map((candle, index) => {
    const openTime = end - (count - index) * 5 * MINUTE;
    return { ...candle, openTime, closeTime: openTime + 5 * MINUTE - 1 };
  });
}

const ask = (body: unknown, user: TestUser, headers: Record<string, string> = {}): Promise<Response> =>
  project.call("preview-fix", body, { ...user.headers, ...headers });

async function preview(body: unknown, user: TestUser): Promise<Preview> {
  const response = await ask(body, user);
  const answered: unknown = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answered));
  const read = previewSchema.parse(answered);
  assert.deepEqual(read, answered);
  return read;
}

async function refusalOf(response: Response): Promise<[number, string]> {
  return [response.status, (await response.json()).code];
}

const rowOf = ({ markets }: Preview, from: string, symbol: string): Preview["markets"][number] | undefined =>
  markets.find((row) => row.from === from && row.symbol === symbol);

Deno.test("preview-fix shows what a proposed fix changes, with its proof", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  const found = await preview({ fix_id: fix.id }, user);
  assert.deepEqual([found.candidate.code_sha256, found.candidate.compiles], [fix.code_sha256, true]);
  assert.deepEqual([found.executor, found.missing, found.running.version], ["answered", [], 1]);
  const captured = rowOf(found, "captured", "NEWUSDT");
  assert.deepEqual([captured?.change, captured?.candidate], ["fixed", { matched: false }]);
  assert.deepEqual(rowOf(found, "executor", "BTCUSDT")?.change, "equal");
  assert.ok(found.markets.some(({ from }) => from === "sample"));
  assert.deepEqual([found.proof?.verdict, found.proof?.others_from, found.findings], [
    "validated",
    "executor",
    [],
  ]);
  assert.deepEqual(found.chart.map(({ timeframe }) => timeframe), ["5m", "5m", "5m"]);
});

Deno.test("preview-fix judges the user's edit of a fix, and code for a trader without one", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  const silenced = await preview({ fix_id: fix.id, code: "return false" }, user);
  assert.equal(silenced.proof?.verdict, "not_validated");
  assert.ok(silenced.findings?.some(({ code }) => code === "constant_verdict"));

  const edited = await preview({ trader_id: fix.trader_id, code: EDIT }, user);
  assert.deepEqual([edited.proof?.verdict, edited.proof?.captured], ["validated", 1]);
});

Deno.test("preview-fix answers an edit that does not compile with its errors, which is no failure", async () => {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "missingNilCheck");
  const found = await preview({ trader_id: trader, code: "return rsi <" }, user);
  assert.equal(found.candidate.compiles, false);
  const [error] = found.candidate.errors;
  assert.deepEqual([error?.component, error?.class, error?.line], ["filter", "compile", 1]);
  assert.deepEqual([found.proof, found.why_no_proof, found.missed], [null, "no_incident", null]);
});

Deno.test("preview-fix lists the signals that were missed in the outage", async () => {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "missingFunction");
  const event = errorEvent(trader, "missingFunction", {
    context: { symbol: "BTCUSDT", trigger_interval: "5m" },
  });
  await project.callSigned("record-error", event, project.recordErrorSecret);
  await fixOf(user, trader, ["proposed"]);
  await project.stack.sql`
    update public.trader_incidents set first_seen = now() - interval '1 hour' where trader_id = ${trader}`;
  const rises = `k := data.Klines["5m"]\nreturn len(k) > 0 && k[len(k)-1].Close > 0`;
  const { missed } = await preview({ trader_id: trader, code: rises, symbols: ["BTCUSDT"] }, user);
  assert.deepEqual([missed?.complete, missed?.past, missed?.executed], [true, true, false]);
  const [signal, ...more] = missed?.signals ?? [];
  assert.deepEqual([signal?.symbol, signal?.timeframe, more], ["BTCUSDT", "5m", []]);
  assert.ok(signal !== undefined && signal.candles >= 11 && signal.candles <= 12);
});

Deno.test("preview-fix leaves out what was captured and is no market data", async () => {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "missingNilCheck");
  for (const market_data of [{ klines: "nonsense" }, market("NEWUSDT", 10)]) {
    const event = errorEvent(trader, "missingNilCheck", { market_data });
    await project.callSigned("record-error", event, project.recordErrorSecret);
  }
  // What is not seen to fail again is not the code's.
  await fixOf(user, trader, ["proposed"]);
  const { markets } = await preview({ trader_id: trader, code: EDIT }, user);
  const captured = markets.filter(({ from }) => from === "captured").map(({ symbol }) => symbol);
  assert.deepEqual(captured, ["NEWUSDT"]);
});

Deno.test("preview-fix looks at the symbols that are asked for, and says which the executor does not have", async () => {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "missingNilCheck");
  const body = { trader_id: trader, code: EDIT, symbols: ["ETHUSDT", "GONEUSDT"] };
  const found = await preview(body, user);
  assert.deepEqual([found.executor, found.missing], ["answered", ["GONEUSDT"]]);
  const given = found.markets.filter(({ from }) => from === "executor").map(({ symbol }) => symbol);
  assert.deepEqual(given, ["ETHUSDT"]);
});

Deno.test("preview-fix streams its progress and then the result to who accepts events", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  const response = await ask({ fix_id: fix.id }, user, { Accept: "text/event-stream" });
  assert.deepEqual([response.status, response.headers.get("content-type")], [200, "text/event-stream"]);
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  const events = (await response.text()).trimEnd().split("\n\n").map((text) => {
    const [, name, data = ""] = /^event: (\w+)\ndata: (.*)$/.exec(text) ?? [];
    return { name, data: JSON.parse(data) };
  });
  assert.equal(events.at(-1)?.name, "result");
  previewSchema.parse(events.at(-1)?.data);
  const steps = events.slice(0, -1).map(({ name, data }) => {
    assert.equal(name, "progress");
    return data.step;
  });
  assert.deepEqual([...new Set(steps)], ["gather", "run", "prove", "walk"]);
  const last = events.findLast(({ data }) => data.step === "run");
  assert.equal(last?.data.done, last?.data.total);
});

Deno.test("preview-fix does not find what is another user's, with 404, also for who wants events", async () => {
  const fix = await proposeFix(project, await project.createUser());
  const other = await project.createUser();
  assert.deepEqual(await refusalOf(await ask({ fix_id: fix.id }, other)), [404, "fix_not_found"]);
  const events = await ask({ trader_id: fix.trader_id, code: EDIT }, other, { Accept: "text/event-stream" });
  assert.deepEqual(await refusalOf(events), [404, "trader_not_found"]);
});

Deno.test("preview-fix refuses a caller without a session with 401", async () => {
  const body = { fix_id: crypto.randomUUID() };
  for (const headers of [{}, { Authorization: "Bearer nonsense" }, { apikey: project.stack.secretKey }]) {
    assert.deepEqual(await refusalOf(await project.call("preview-fix", body, headers)), [
      401,
      "not_signed_in",
    ]);
  }
});

Deno.test("preview-fix refuses a body that does not fit with 400", async () => {
  const user = await project.createUser();
  for (
    const body of [{}, { fix_id: "nonsense" }, { fix_id: crypto.randomUUID(), symbols: ["not a symbol"] }]
  ) {
    assert.deepEqual(await refusalOf(await ask(body, user)), [400, "invalid_body"]);
  }
});

Deno.test("preview-fix has nothing to show of a fix without code, with 422", async () => {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "noTrades");
  const event = errorEvent(trader, "noTrades", { market_data: market("NEWUSDT", 10) });
  await project.callSigned("record-error", event, project.recordErrorSecret);
  const fix = await fixOf(user, trader, ["queued", "unfixable", "held", "failed"]);
  assert.deepEqual(await refusalOf(await ask({ fix_id: fix.id }, user)), [422, "no_candidate"]);
});

Deno.test("preview-fix refuses the 21st call of a minute with 429 and says when to come back", async () => {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "missingNilCheck");
  await project.stack.sql`
    insert into private.preview_load (user_id, minute, previews)
    select ${user.id}, date_trunc('minute', now()) + n * interval '1 minute', 20 from generate_series(0, 1) as n`;
  const response = await ask({ trader_id: trader, code: EDIT }, user);
  const wait = Number(response.headers.get("retry-after"));
  assert.deepEqual(await refusalOf(response), [429, "too_many_previews"]);
  assert.ok(wait >= 1 && wait <= 60, String(wait));
});

Deno.test("preview-fix answers a browser's preflight", async () => {
  const response = await fetch(`${project.stack.apiUrl}/functions/v1/preview-fix`, {
    method: "OPTIONS",
    headers: { Origin: "https://app.example.com", "Access-Control-Request-Method": "POST" },
  });
  assert.ok(response.ok);
  assert.ok(response.headers.get("access-control-allow-origin"));
});
