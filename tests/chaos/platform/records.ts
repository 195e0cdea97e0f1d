// What the driver itself knows, in its own memory, to hold the database to: what was acknowledged, allowed, answered, and when something was out
// of order on purpose.
import { z } from "zod";

export const reportSchema = z.object({
  event_id: z.guid(),
  trader_id: z.guid(),
  occurrences: z.int().default(1),
});
const batchSchema = z.object({ events: z.array(reportSchema) });
const answerSchema = z.object({
  results: z.array(
    z.object({
      index: z.int(),
      status: z.enum(["accepted", "duplicate", "rejected"]),
      event_id: z.string().nullable(),
    }),
  ),
});

export interface Sent {
  trader: string;
  /** A reporter may send an event again with another count where its disk failed: what the server took is between these. */
  least: number;
  most: number;
}

export interface Failure {
  path: string;
  status: number;
  code: string;
  from: number;
  to: number;
}

/** What is witnessed so long before or after a failure is shown with it. */
const NEAR_MS = 1_000;
const MOST_WITNESSED = 10_000;
/** Answers that come so long after an outage may still be due to it. */
const GRACE_MS = 12_000;

export class Records {
  /** By event id, all that left a reporter. */
  readonly sent = new Map<string, Sent>();
  /** Event ids that were answered with 202 and not rejected. */
  readonly acknowledged = new Set<string>();
  /** Answers that blame the server. */
  readonly failures: Failure[] = [];
  /** Codes that callers were refused with. */
  readonly refusals = new Map<string, number>();
  /** The highest cap that each user ever asked for, in dollars. */
  readonly caps = new Map<string, number>();
  /** The mails that the provider took, by idempotency key. */
  readonly mails = new Map<string, Set<string>>();
  /** Reports whose signature was too old or from the future, and yet taken. */
  readonly strangeTimes: string[] = [];
  /** How often each thing happened. */
  readonly counts = new Map<string, number>();
  readonly #witnessed: { at: number; what: string }[] = [];
  readonly #outages: { from: number; to: number; isSlowness: boolean }[] = [];

  count(what: string, times = 1): void {
    this.counts.set(what, times + (this.counts.get(what) ?? 0));
  }

  /** Keeps what may explain a failure: a line of a log, a statement that takes long. */
  witness(what: string): void {
    this.#witnessed.push({ at: Date.now(), what });
    if (this.#witnessed.length > MOST_WITNESSED) this.#witnessed.shift();
  }

  /** Something is out of order from now until the returned function is called; slowness excuses an answer that asks for patience, 503, alone. */
  outage({ isSlowness = false, from = Date.now() } = {}): () => void {
    const one = { from, to: Infinity, isSlowness };
    this.#outages.push(one);
    return () => void (one.to = Date.now());
  }

  /** Notes what record-error was sent. */
  report(body: string): void {
    for (const { event_id, trader_id, occurrences } of eventsOf(body)) {
      const { least, most } = this.sent.get(event_id) ?? { least: occurrences, most: occurrences };
      this.sent.set(event_id, {
        trader: trader_id,
        least: Math.min(least, occurrences),
        most: Math.max(most, occurrences),
      });
    }
  }

  /** Notes what record-error has answered with 202. */
  acknowledge(body: string, answer: unknown): void {
    const events = eventsOf(body);
    for (const { index, status } of answerSchema.parse(answer).results) {
      const event = events[index];
      if (event !== undefined && status !== "rejected") this.acknowledged.add(event.event_id);
    }
  }

  /** Notes an answer of the server, other than for what it does not know. */
  answered(path: string, status: number, code: string, from: number): void {
    if (status >= 500) this.failures.push({ path, status, code, from, to: Date.now() });
    else if (status >= 400) this.refusals.set(code, 1 + (this.refusals.get(code) ?? 0));
  }

  /** Failures at a time when nothing was out of order, with what was witnessed meanwhile. */
  get unexplained(): (Failure & { witnessed: string[] })[] {
    return this.failures.filter(({ status, from, to }) =>
      !this.#outages.some((outage) =>
        from <= outage.to + GRACE_MS && to >= outage.from && (status === 503 || !outage.isSlowness)
      )
    ).map((failure) => ({ ...failure, witnessed: this.#witnessedDuring(failure) }));
  }

  #witnessedDuring({ from, to }: Failure): string[] {
    return this.#witnessed.filter(({ at }) => at >= from - NEAR_MS && at <= to + NEAR_MS)
      .map(({ at, what }) => `${at - from} ms: ${what}`);
  }

  mailed(key: string, id: string): void {
    this.mails.set(key, (this.mails.get(key) ?? new Set()).add(id));
  }

  allow(user: string, usd: number): void {
    this.caps.set(user, Math.max(usd, this.caps.get(user) ?? 0));
  }
}

function eventsOf(body: string): z.infer<typeof reportSchema>[] {
  const parsed: unknown = JSON.parse(body);
  const batch = batchSchema.safeParse(parsed);
  return batch.success ? batch.data.events : [reportSchema.parse(parsed)];
}
