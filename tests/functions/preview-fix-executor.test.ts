// A preview whose executor is away, not there, or answers with anything but candles.
import assert from "node:assert/strict";
import { type Preview, previewSchema } from "../../supabase/functions/preview-fix/answer.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { proposeFix } from "../support/proposed-fix.ts";
import { createTrader, FILTERS, market } from "../support/traders.ts";

const EDIT = FILTERS.missingNilCheck.code.replace("\n", "\nif rsi == nil {\n\treturn false\n}\n");
const KLINES = "/api/v1/klines/ODDUSDT/5m";
const SYMBOLS = "/api/v1/symbols";

let project: Project;
let executor: FakeExecutor;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  for (const symbol of ["BTCUSDT", "ODDUSDT"]) executor.markets.set(symbol, candles(symbol));
  // Nobody answers at the address of apps.
  const env = { EXECUTOR_URL: executor.url, EXECUTOR_APP_URL: "http://127.0.0.1:9/{app}" };
  project = await startProject({ ...env, PREVIEW_WORK_MS: "10000" }, {
    beforeMigrations: (sql) =>
      sql`create table public.user_fly_apps (user_id uuid, fly_app_name text, status text)`,
  });
});
Deno.test.afterEach(() => executor.instead.clear());
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

function candles(symbol: string): unknown[] {
  const { klines } = market(symbol, 250) as { klines: Record<string, unknown[]> };
  return klines["5m"] ?? [];
}

async function createUserOn(app: string): Promise<TestUser> {
  const user = await project.createUser();
  await project.stack.sql`insert into public.user_fly_apps values (${user.id}, ${app}, 'active')`;
  return user;
}

async function preview(body: unknown, user: TestUser): Promise<Preview> {
  const response = await project.call("preview-fix", body, user.headers);
  const answered: unknown = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answered));
  return previewSchema.parse(answered);
}

async function previewOfEdit(): Promise<Preview> {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "missingNilCheck");
  return await preview({ trader_id: trader, code: EDIT, symbols: ["BTCUSDT", "ODDUSDT"] }, user);
}

const symbolsFrom = ({ markets }: Preview, kind: string): string[] =>
  markets.filter(({ from }) => from === kind).map(({ symbol }) => symbol);

Deno.test("while the executor is away a preview looks at captured data and samples, and says so", async () => {
  const user = await createUserOn("gone");
  const fix = await proposeFix(project, user);
  const found = await preview({ fix_id: fix.id }, user);
  assert.deepEqual([found.executor, found.missing], ["away", ["NEWUSDT"]]);
  assert.deepEqual([symbolsFrom(found, "captured"), symbolsFrom(found, "executor")], [["NEWUSDT"], []]);
  assert.deepEqual([found.proof?.verdict, found.proof?.others_from], ["validated", "samples"]);
  assert.deepEqual([found.missed?.complete, found.missed?.why_incomplete], [false, ["executor_away"]]);
  assert.deepEqual(found.chart.map(({ symbol, from }) => [symbol, from]), [["NEWUSDT", "captured"]]);
});

Deno.test("without an executor a preview says that there is none", async () => {
  const user = await createUserOn("no name of an app");
  const fix = await proposeFix(project, user);
  const found = await preview({ fix_id: fix.id }, user);
  assert.deepEqual([found.executor, found.proof?.others_from], ["not_configured", "samples"]);
  assert.deepEqual(found.missed?.why_incomplete, ["executor_not_configured"]);
});

Deno.test("candles that are none cost a preview that market alone", async () => {
  const impossible = { ...Object(candles("ODDUSDT")[0]), openTime: 8e15 };
  const answers: Record<string, () => Response> = {
    "an HTML page": () => new Response("<html>502</html>", { headers: { "Content-Type": "text/html" } }),
    "a refusal": () => Response.json({ error: "unknown symbol" }, { status: 404 }),
    "something else": () => Response.json([{ not: "a candle" }]),
    "candles of no time": () => Response.json([impossible]),
    "too much": () => new Response(" ".repeat(5 * 1024 * 1024)),
    "a redirect": () => Response.redirect(`${executor.url}/api/v1/klines/BTCUSDT/5m`, 307),
  };
  for (const [what, answer] of Object.entries(answers)) {
    executor.instead.set(KLINES, answer);
    const found = await previewOfEdit();
    assert.deepEqual([found.executor, found.missing], ["partly", ["ODDUSDT"]], what);
    assert.deepEqual(symbolsFrom(found, "executor"), ["BTCUSDT"], what);
  }
});

Deno.test("candles in disorder, and more of them than were asked for, are put in order and cut", async () => {
  const all = candles("ODDUSDT");
  executor.instead.set(KLINES, () => Response.json([...all, ...all].reverse()));
  const found = await previewOfEdit();
  assert.deepEqual([found.executor, found.summary.equal], ["answered", 8]);
});

Deno.test("an executor whose list of symbols cannot be read counts as away", async () => {
  executor.instead.set(SYMBOLS, () => new Response("<html>"));
  const found = await previewOfEdit();
  assert.deepEqual([found.executor, found.missing], ["away", ["BTCUSDT", "ODDUSDT"]]);
});

Deno.test("names that are no symbols are not asked for", async () => {
  executor.instead.set(
    SYMBOLS,
    () => Response.json({ symbols: ["../../admin", "BTCUSDT", "", "ö".repeat(99)] }),
  );
  const user = await project.createUser();
  const trader = await createTrader(project, user, "missingNilCheck");
  const found = await preview({ trader_id: trader, code: EDIT }, user);
  assert.deepEqual([found.executor, symbolsFrom(found, "executor")], ["answered", ["BTCUSDT"]]);
});

Deno.test("an executor that is slow is waited for some seconds, and what it gave until then is shown", async () => {
  const dripping = new TransformStream<Uint8Array>();
  const writer = dripping.writable.getWriter();
  void writer.write(new TextEncoder().encode("[")).catch(() => {});
  executor.instead.set(KLINES, () => new Response(dripping.readable));
  const started = Date.now();
  const found = await previewOfEdit();
  assert.deepEqual([found.executor, found.missing], ["partly", ["ODDUSDT"]]);
  assert.ok(Date.now() - started < 15_000);
  await writer.close().catch(() => {});
});
