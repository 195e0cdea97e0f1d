// What executors report: batches of events, prepared ahead so that the database alone is measured.
import type { Sql } from "postgres";
import { type KnownFault, withFingerprints } from "./fill.ts";

export const BATCH = 100;
const TRADERS_PER_BATCH = 20;
const EVENTS_PER_TRADER = BATCH / TRADERS_PER_BATCH;

interface Failing {
  trader_id: string;
  code_sha256: string;
  fingerprints: string[];
}

/** An executor and the failing traders that it runs; no two executors run the same. */
export class Executor {
  constructor(private readonly traders: Failing[], private readonly faults: Map<string, KnownFault>) {}

  /** One hundred events of twenty traders as JSON: 70 are of a trader's main fault, 29 of its other one, 1 is a new fault. */
  batch(): string {
    const first = Math.floor(Math.random() * this.traders.length);
    const events = Array.from({ length: BATCH }, (_, place) => {
      // Neighbours in a list ordered by a hash: traders of many owners.
      const trader = this.traders[(first + Math.floor(place / EVENTS_PER_TRADER)) % this.traders.length];
      if (!trader) throw new Error("An executor without failing traders reports nothing");
      const [main, other] = trader.fingerprints;
      const fault = this.faults.get((place % 10 < 7 ? main : other) ?? "");
      if (!fault) throw new Error(`Trader ${trader.trader_id} has no known fault`);
      return place === BATCH - 1
        ? eventOf(trader, { ...fault, message: newMessage() })
        : eventOf(trader, fault);
    });
    return JSON.stringify(events);
  }

  /** Identical errors of one trader, of a fault that it has not had before. */
  storm(): { trader_id: string; message: string; batch(): string } {
    const [trader] = this.traders;
    if (!trader) throw new Error("A storm needs a failing trader");
    const fault = { message: newMessage(), stack: "" };
    return {
      trader_id: trader.trader_id,
      message: fault.message,
      batch: () => JSON.stringify(Array.from({ length: BATCH }, () => eventOf(trader, fault))),
    };
  }
}

export async function startExecutors(admin: Sql, count: number): Promise<Executor[]> {
  const traders = await admin<Failing[]>`
    select i.trader_id, v.code_sha256, array_agg(i.fingerprint order by i.created_at) as fingerprints
    from public.trader_incidents as i
    join public.filter_versions as v on v.trader_id = i.trader_id and v.is_running
    where i.status = 'open'
    group by i.trader_id, v.code_sha256
    order by md5(i.trader_id::text)`;
  const faults = new Map((await withFingerprints(admin)).map((fault) => [fault.fingerprint, fault]));
  return Array.from(
    { length: count },
    (_, executor) => new Executor(traders.filter((_trader, index) => index % count === executor), faults),
  );
}

function eventOf(trader: Failing, { message, stack }: { message: string; stack: string }): object {
  return {
    event_id: crypto.randomUUID(),
    trader_id: trader.trader_id,
    component: "filter",
    // Occurrences of one fault differ in their numbers.
    error_message: message.replaceAll(/\b\d+\b/g, () => String(Math.floor(Math.random() * 500))),
    stack_trace: stack,
    code_sha256: trader.code_sha256,
    context: { symbol: `S${Math.floor(Math.random() * 30)}USDT`, trigger_interval: "5m", price: 42_000.5 },
    occurred_at: new Date().toISOString(),
  };
}

// A name of its own is a fault of its own: one for many traders would be systemic, which is another matter.
function newMessage(): string {
  const letters = Array.from({ length: 12 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26)));
  return `undefined: calculate${letters.join("")}`;
}
