// What the pipeline itself takes around a call of the model: repairs that no rule makes, by a model that answers at once.
import { openCandles } from "../scripts/candles-option.ts";
import { eventually } from "../tests/support/eventually.ts";
import { ModelServer } from "../local/model-server/model-server.ts";
import { market } from "../tests/support/traders.ts";
import { createUsers } from "./latency/broken-traders.ts";
import { serveCandles } from "./latency/serve-candles.ts";
import { type BenchStack, openStack } from "./load/bench-stack.ts";
import { type Fault, FAULTS } from "./regeneration/faults.ts";
import { spread } from "./runtime/numbers.ts";
import { folderOfCandles } from "./runtime/workload.ts";

const REPAIRS = 20;
const WARM_UP = 3;
const LIMIT_MS = 60_000;

interface Repair {
  /** From the claim to the stored outcome, without the model's own time. */
  ownMs: number;
  status: string;
  validated: boolean;
}

export async function benchRegeneration(): Promise<object> {
  const candles = await openCandles(undefined, folderOfCandles);
  await using executor = serveCandles(candles);
  await using server = new ModelServer();
  await using bench = await openStack({
    EXECUTOR_URL: executor.url,
    OPENAI_API_KEY: "sk-bench-0123456789abcdef",
    OPENAI_BASE_URL: server.openaiUrl,
  });
  const [owner] = await createUsers(bench.stack, 1);
  if (owner === undefined) throw new Error("There must be an owner");

  const results: Record<string, object> = {};
  for (const [name, fault] of Object.entries(FAULTS)) {
    const repairs: Repair[] = [];
    for (let number = 1; number <= WARM_UP + REPAIRS; number++) {
      server.script({ kind: "answer", answer: { filter_code: numbered(fault.fixed, number) } });
      const repair = await repairOne(bench, owner.id, fault, number);
      if (number > WARM_UP) repairs.push(repair);
    }
    results[name] = summary(repairs);
  }
  return { ...results, markets: candles.symbols.length + 1, model_calls: server.calls.length };
}

async function repairOne(
  { admin }: BenchStack,
  owner: string,
  fault: Fault,
  number: number,
): Promise<Repair> {
  const filter = { code: numbered(fault.code, number) };
  const input = market("NEWUSDT", 250);
  const [trader] = await admin`insert into public.traders (user_id, name, filter, strategy)
    values (${owner}, ${`Trader ${number}`}, ${admin.json(filter)}, '{}') returning id`;
  await admin`insert into public.trader_error_history (trader_id, error_message, market_data)
    values (${trader?.id}, ${fault.message}, ${input as never})`;
  return await eventually("the end of the repair", async () => {
    const [attempt] = await admin<Repair[]>`
      select extract(epoch from a.ended_at - a.started_at)::float8 * 1000 as "ownMs", f.status, a.validated
      from public.fix_attempts as a join public.proposed_fixes as f on f.id = a.fix_id
      where a.trader_id = ${trader?.id} and f.status not in ('queued', 'generating') and a.status <> 'running'
      order by a.attempt desc limit 1`;
    return attempt;
  }, LIMIT_MS);
}

function numbered(code: string, number: number): string {
  return code.replaceAll("NUMBER", String(number));
}

function summary(repairs: Repair[]): object {
  const own = repairs.map(({ ownMs }) => ownMs);
  return {
    own_ms: spread(own),
    validated: repairs.filter(({ validated }) => validated).length,
    proposed: repairs.filter(({ status }) => status === "proposed").length,
  };
}
