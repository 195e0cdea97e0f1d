// Traders that break one after the other, each for the first time, and the owners who have the app open.
import { createClient } from "@supabase/supabase-js";
import { type History, marketAt } from "../../local/candles/market-windows.ts";
import type { Stack } from "../../local/stack.ts";
import type { BenchStack } from "../load/bench-stack.ts";
import type { ErrorEvent, FailingTrader } from "../load/events.ts";
import { createTraders } from "../load/traders.ts";
import { brokenFilter, firstError } from "./broken-filters.ts";
import type { Owner } from "./watcher.ts";

// No symbol of the executor's, so that a repair sees it and all of those.
const SYMBOL = "NEWUSDT";

export class Breaker {
  #created = 0;

  constructor(
    private readonly bench: BenchStack,
    private readonly owners: readonly Owner[],
    private readonly histories: readonly History[],
  ) {}

  /** New traders with filters that fail; no two have the same place, code or failing statement. */
  async create(count: number): Promise<FailingTrader[]> {
    const from = this.#created;
    this.#created += count;
    const rows = Array.from({ length: count }, (_, index) => ({
      user_id: at(this.owners, index).id,
      name: `Trader ${from + index}`,
      ...brokenFilter(from + index),
    }));
    const traders = await createTraders(this.bench, rows);
    return traders.map((trader) => ({ ...trader, place: from + trader.place }));
  }

  /** The first errors of as many new traders. */
  async breakTraders(count: number): Promise<ErrorEvent[]> {
    const traders = await this.create(count);
    return traders.map((trader) =>
      firstError(trader, { ...marketAt(at(this.histories, trader.place)), symbol: SYMBOL })
    );
  }
}

/** Owners who can sign in, and want their mail at once. */
export async function createUsers({ apiUrl, secretKey, sql }: Stack, count: number): Promise<Owner[]> {
  const { auth } = createClient(apiUrl, secretKey, { auth: { persistSession: false } });
  const owners: Owner[] = [];
  for (let place = 0; place < count; place++) {
    const login = { email: `owner${place}@example.com`, password: crypto.randomUUID() };
    const { data, error } = await auth.admin.createUser({ ...login, email_confirm: true });
    if (error) throw new Error(`Cannot create ${login.email}: ${error.message}`, { cause: error });
    await sql`
      insert into public.notification_preferences (user_id, email_frequency) values (${data.user.id}, 'immediate')`;
    owners.push({ id: data.user.id, ...login });
  }
  return owners;
}

function at<T>(list: readonly T[], place: number): T {
  const item = list[place % list.length];
  if (item === undefined) throw new Error("There must be owners and candles");
  return item;
}
