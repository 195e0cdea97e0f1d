// What a mail about many changes shows: each incident once, by trader, the most urgent where they are too many.
import { urgencyOf } from "./kinds.ts";
import type { MailContent, MailEntry } from "./mail-content.ts";

/** How many earlier changes of an incident are named under its latest. */
const MAX_EARLIER = 3;

/** The changes of one incident; one that belongs to none is alone. */
export interface Thread {
  latest: MailEntry;
  /** Oldest first. */
  earlier: MailEntry[];
}

export interface Digest {
  /** By trader, the most urgent trader first; a trader's threads oldest first. */
  groups: Thread[][];
  /** How many changes it does not show. */
  hidden: number;
}

/** Every incident's changes, the most urgent first as it stands now, then the newest. */
export function threadsOf(entries: MailEntry[]): Thread[] {
  const byIncident = Map.groupBy(entries, ({ incident_id, id }) => incident_id ?? id);
  const threads = [...byIncident.values()].flatMap((changes) => {
    const latest = changes.at(-1);
    return latest === undefined ? [] : [{ latest, earlier: changes.slice(0, -1) }];
  });
  return threads.sort((a, b) =>
    urgencyOf(a.latest.kind) - urgencyOf(b.latest.kind) ||
    Date.parse(b.latest.created_at) - Date.parse(a.latest.created_at)
  );
}

/** The `maxThreads` most urgent threads by trader. */
export function digestOf({ entries, total }: MailContent, maxThreads: number): Digest {
  const shown = threadsOf(entries).slice(0, maxThreads).map(({ latest, earlier }) => ({
    latest,
    earlier: earlier.slice(-MAX_EARLIER),
  }));
  const byTrader = Map.groupBy(shown, ({ latest }) => latest.trader_id);
  const groups = [...byTrader.values()].map((threads) => threads.toSorted(byAge));
  const told = shown.reduce((sum, { earlier }) => sum + 1 + earlier.length, 0);
  return { groups, hidden: Math.max(0, total - told) };
}

/** How many traders the changes are on; undefined when not all changes are known, or some are on none. */
export function tradersOf({ entries, total }: MailContent): number | undefined {
  const traders = new Set(entries.map(({ trader_id }) => trader_id));
  return total > entries.length || traders.has(null) ? undefined : traders.size;
}

function byAge(a: Thread, b: Thread): number {
  return Date.parse(startOf(a)) - Date.parse(startOf(b));
}

function startOf({ latest, earlier }: Thread): string {
  return earlier[0]?.created_at ?? latest.created_at;
}
