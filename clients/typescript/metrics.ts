// What the reporter counts: in numbers for the program, and as Prometheus text (0.0.4) for its /metrics.

/** Errors, which is to say occurrences: an event that stands for 40 counts 40. */
export interface Counts {
  /** Those that record-error answered for: accepted, duplicates and rejected together. */
  posted: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  /** Those given up, for whatever reason but a rejection. */
  dropped: number;
}

export type DropReason = "full" | "invalid" | "refused" | "rejected" | "too_large" | "spool";

export interface Gauges {
  /** Events that are neither settled nor given up. */
  waiting: number;
  spoolBytes: number;
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export class Metrics {
  readonly counts: Counts = { posted: 0, accepted: 0, duplicates: 0, rejected: 0, dropped: 0 };
  readonly #failures = new Map<string, number>();
  readonly #dropped = new Map<string, number>();
  readonly #tries = buckets.map(() => 0);
  #triesSeconds = 0;
  #triesCount = 0;
  #unspooled = 0;

  failed(reason: string): void {
    increase(this.#failures, reason, 1);
  }

  tried(durationMs: number): void {
    const seconds = Math.max(0, durationMs) / 1000;
    const bucket = buckets.findIndex((limit) => seconds <= limit);
    if (bucket >= 0) this.#tries[bucket] = (this.#tries[bucket] ?? 0) + 1;
    this.#triesSeconds += seconds;
    this.#triesCount++;
  }

  settled(what: "accepted" | "duplicates" | "rejected", occurrences: number): void {
    this.counts.posted += occurrences;
    this.counts[what] += occurrences;
    if (what === "rejected") increase(this.#dropped, "rejected", occurrences);
  }

  dropped(reason: Exclude<DropReason, "rejected">, occurrences: number): void {
    this.counts.dropped += occurrences;
    increase(this.#dropped, reason, occurrences);
  }

  /** Events and additions that are in memory only, although there is a spool. */
  unspooled(): void {
    this.#unspooled++;
  }

  text(gauges: Gauges): string {
    const { accepted, duplicates } = this.counts;
    let below = 0;
    const histogram = buckets.map((limit, index): [string, number] => [
      `_bucket{le="${limit}"}`,
      below += this.#tries[index] ?? 0,
    ]);
    return [
      metric("trader_error_persist_success_total", "counter", "Errors that record-error took.", [
        ["", accepted + duplicates],
      ]),
      metric(
        "trader_error_persist_failures_total",
        "counter",
        "Tries that failed, by status code, network, timeout or garbage.",
        byReason(this.#failures),
      ),
      metric("trader_error_persist_duration_seconds", "histogram", "Time of a try.", [
        ...histogram,
        [`_bucket{le="+Inf"}`, this.#triesCount],
        ["_sum", this.#triesSeconds],
        ["_count", this.#triesCount],
      ]),
      metric("trader_error_dropped_total", "counter", "Errors given up.", byReason(this.#dropped)),
      metric("trader_error_unspooled_total", "counter", "Reports that could not be written to the spool.", [
        ["", this.#unspooled],
      ]),
      metric("trader_error_waiting_events", "gauge", "Events not settled yet.", [["", gauges.waiting]]),
      metric("trader_error_spool_bytes", "gauge", "Size of the spool.", [["", gauges.spoolBytes]]),
    ].join("");
  }
}

function increase(counter: Map<string, number>, key: string, by: number): void {
  counter.set(key, (counter.get(key) ?? 0) + by);
}

function byReason(counter: Map<string, number>): [string, number][] {
  return [...counter].map(([reason, count]) => [`{reason="${reason}"}`, count]);
}

function metric(name: string, type: string, help: string, samples: [string, number][]): string {
  const lines = samples.map(([suffix, value]) => `${name}${suffix} ${value}\n`).join("");
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines}`;
}
