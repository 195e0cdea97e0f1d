// Owners and their traders: most run healthy code, a share runs filters of the corpus that fail.
import { fileURLToPath } from "node:url";
import { readCorpus } from "../../evals/corpus.ts";
import type { CandleSource } from "../../local/candles/candle-source.ts";
import { goldenCross } from "../../local/demo/traders/golden-cross.ts";
import type { Random } from "../../tests/support/random.ts";
import { createUsers } from "../latency/broken-traders.ts";
import type { Owner } from "../latency/watcher.ts";
import type { BenchStack } from "../load/bench-stack.ts";
import type { FailingTrader } from "../load/events.ts";
import { createTraders } from "../load/traders.ts";
import { type FailingFilter, failingFilters } from "./failing-filters.ts";
import type { PlatformOptions } from "./options.ts";

const CORPUS = fileURLToPath(new URL("../../evals/corpus", import.meta.url));
const TRADERS_OF_AN_OWNER = 5;
/** One in three accepts what is proposed, and one in ten of those repairs fails again. */
const ACCEPTS_EVERY = 3;
const FAILS_AGAIN_EVERY = 30;

export interface Population {
  owners: ReadonlyMap<string, Owner>;
  traders: FailingTrader[];
  broken: (FailingFilter & FailingTrader)[];
  accepting: ReadonlySet<string>;
  failingAgain: ReadonlySet<string>;
}

/** Chooses the broken filters before the stack runs: running them takes the processor. */
export async function populate(
  { traders, broken }: PlatformOptions,
  candles: CandleSource,
  random: Random,
): Promise<{ failing: FailingFilter[]; create: (bench: BenchStack) => Promise<Population> }> {
  const count = Math.round(traders * broken);
  const failing = await failingFilters(await readCorpus(CORPUS), candles, count, random);
  if (failing.length < count) {
    throw new Error(`${count} filters must fail, but only ${failing.length} of the corpus do`);
  }
  return { failing, create: (bench) => create(bench, failing, traders) };
}

async function create(
  bench: BenchStack,
  failing: readonly FailingFilter[],
  count: number,
): Promise<Population> {
  const users = await createUsers(bench.stack, Math.ceil(count / TRADERS_OF_AN_OWNER));
  // The broken ones first, so that they are of as many owners as can be.
  const created = await createTraders(
    bench,
    Array.from({ length: count }, (_, place) => ({
      user_id: users[place % users.length]?.id ?? "",
      name: `Trader ${place}`,
      code: failing[place]?.one.code ?? `// ${place}\n${goldenCross.filter.code}`,
      timeframe: "1m",
    })),
  );
  const broken = failing.map((filter, place) => {
    const trader = created[place];
    if (trader === undefined) throw new Error("There must be a trader for each broken filter");
    return { ...filter, ...trader };
  });
  const every = (step: number): ReadonlySet<string> =>
    new Set(broken.filter((_, place) => place % step === 0).map(({ trader_id }) => trader_id));
  return {
    owners: new Map(users.map((user) => [user.id, user])),
    traders: created,
    broken,
    accepting: every(ACCEPTS_EVERY),
    failingAgain: every(FAILS_AGAIN_EVERY),
  };
}
