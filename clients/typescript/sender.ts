// Sends the outbox's parcels, one batch at a time and in order, until the server has answered for each event.
import type { Answer, Outcome } from "./answer.ts";
import { backOffMs, mendMs } from "./backoff.ts";
import { type Batch, halve, splitIntoBatches, toMessage } from "./batch.ts";
import { sleep } from "./clock.ts";
import type { Settings } from "./config.ts";
import { dropMarketData, type Kept } from "./encode.ts";
import type { Metrics } from "./metrics.ts";
import type { Outbox, Parcel } from "./outbox.ts";
import { Transport } from "./transport.ts";

export interface SenderParts {
  settings: Settings;
  outbox: Outbox;
  metrics: Metrics;
}

type Division = Extract<Outcome, { kind: "divide" }>;

export class Sender {
  readonly #parts: SenderParts;
  readonly #transport: Transport;
  readonly #stop = new AbortController();
  #isRunning = false;
  /** What the log was last told: undefined while the server takes batches. */
  #trouble: string | undefined;
  #nap = new AbortController();
  #attempt = 0;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#transport = new Transport(parts.settings);
  }

  /** To be called when there is something to send; returns before anything of it is done. */
  wake(): void {
    if (this.#isRunning || this.#stop.signal.aborted) return;
    this.#isRunning = true;
    void this.#run();
  }

  /** Whether the server takes nothing at present. */
  get isInTrouble(): boolean {
    return this.#trouble !== undefined;
  }

  /** Tries at once what is waiting for its next try, unless the server asked for the wait. */
  hurry(): void {
    this.#attempt = 0;
    this.#nap.abort();
  }

  /** Ends the try under way and all waiting; what is not settled stays in the outbox. */
  stop(): void {
    this.#stop.abort(new Error("The reporter is closed"));
  }

  async #run(): Promise<void> {
    const { outbox, settings } = this.#parts;
    // Whoever reports must not pay for the encoding of a batch.
    await Promise.resolve();
    try {
      for (let parcel = outbox.begin(); parcel; parcel = outbox.begin()) {
        const events = this.#open(parcel);
        if (events) await this.#sendAll(parcel, events);
        if (this.#stop.signal.aborted) break;
        outbox.close(parcel, { keepSegment: !events });
      }
    } catch (error) {
      settings.log(`record-error: the sending broke, it goes on with the next window: ${error}`);
    } finally {
      // Nothing is awaited since the outbox was found empty: a window that comes now must not find a sender that leaves.
      this.#isRunning = false;
    }
  }

  /** Undefined when the disk does not give the events back; what it has lost of them is counted. */
  #open(parcel: Parcel): readonly Kept[] | undefined {
    const { metrics, outbox, settings } = this.#parts;
    let events: readonly Kept[] | undefined;
    try {
      events = outbox.open(parcel);
    } catch {
      settings.log(`spool: ${parcel.left} errors cannot be read back, they are left to the next start`);
    }
    const read = (events ?? []).reduce((sum, event) => sum + event.occurrences, 0);
    if (read < parcel.occurrences) metrics.dropped("spool", parcel.occurrences - read);
    return events;
  }

  async #sendAll(parcel: Parcel, events: readonly Kept[]): Promise<void> {
    const batches = splitIntoBatches(events);
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      const outcome = await this.#send(batch);
      if (!outcome) return;
      if (outcome.kind === "settled") this.#settle(parcel, batch, outcome.answer);
      else batches.unshift(...this.#divide(parcel, batch, outcome));
    }
  }

  /** Sends the batch until the server has answered for it; undefined when stopped before. */
  async #send(batch: Batch): Promise<Exclude<Outcome, { kind: "retry" | "mend" }> | undefined> {
    const { metrics } = this.#parts;
    const message = await toMessage(batch);
    for (this.#attempt = 0; !this.#stop.signal.aborted; this.#attempt++) {
      const { outcome, durationMs } = await this.#transport.post(message, this.#stop.signal);
      if (this.#stop.signal.aborted && outcome.kind !== "settled") return undefined;
      metrics.tried(durationMs);
      if (outcome.kind !== "settled") metrics.failed(outcome.reason);
      this.#tell(outcome);
      if (outcome.kind === "settled" || outcome.kind === "divide") return outcome;
      await this.#rest(outcome);
    }
    return undefined;
  }

  async #rest(outcome: Extract<Outcome, { kind: "retry" | "mend" }>): Promise<void> {
    const { clock, random } = this.#parts.settings;
    if (outcome.kind === "retry" && outcome.afterMs !== undefined) {
      return await sleep(clock, outcome.afterMs, this.#stop.signal);
    }
    const ms = outcome.kind === "mend" ? mendMs(random) : backOffMs(this.#attempt, random);
    const nap = this.#nap = new AbortController();
    const wake = (): void => nap.abort();
    this.#stop.signal.addEventListener("abort", wake, { once: true });
    await sleep(clock, ms, nap.signal);
    this.#stop.signal.removeEventListener("abort", wake);
  }

  /** Logs a change of state, not each try. */
  #tell(outcome: Outcome): void {
    const { log } = this.#parts.settings;
    if (outcome.kind === "divide") return;
    const trouble = outcome.kind === "settled" ? undefined : describe(outcome);
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    log(trouble === undefined ? "record-error takes errors again" : `record-error ${trouble}`);
  }

  #settle(parcel: Parcel, batch: Batch, answer: Answer): void {
    const { metrics, outbox, settings } = this.#parts;
    const byId = new Map(batch.map((event) => [event.id, event]));
    const rejected = new Set<Kept>();
    for (const { code, event_id, index } of answer.rejected) {
      const event = byId.get(event_id ?? "") ?? batch[index];
      if (!event) continue;
      rejected.add(event);
      settings.log(`record-error rejected event ${event.id}: ${code.slice(0, 50)}`);
    }
    const duplicates = new Set(duplicatesOf(batch.filter((event) => !rejected.has(event)), batch, answer));
    batch.forEach((event) => {
      metrics.settled(
        rejected.has(event) ? "rejected" : duplicates.has(event) ? "duplicates" : "accepted",
        event.occurrences,
      );
      outbox.settle(parcel, event);
    });
  }

  /** What to send in place of a batch that was refused: an event that is refused alone is given up. */
  #divide(parcel: Parcel, batch: Batch, { reason, code }: Division): Batch[] {
    const { metrics, outbox, settings } = this.#parts;
    const [event, ...others] = batch;
    if (!event) return [];
    if (others.length > 0) return halve(batch);
    const isTooLarge = reason === "413";
    if (isTooLarge && dropMarketData(event)) return [batch];
    metrics.dropped(isTooLarge ? "too_large" : "refused", event.occurrences);
    settings.log(`record-error refuses event ${event.id}, it is given up: ${reason} ${code ?? ""}`.trimEnd());
    outbox.settle(parcel, event);
    return [];
  }
}

/** Without results the answer says how many of the events taken were duplicates, but not which: the last are as good. */
function duplicatesOf(taken: Batch, batch: Batch, { duplicates, results }: Answer): Batch {
  if (results.length === 0) return taken.slice(Math.max(0, taken.length - duplicates));
  const indexes = new Set(results.filter(({ status }) => status === "duplicate").map(({ index }) => index));
  return batch.filter((_event, index) => indexes.has(index));
}

function describe(outcome: Extract<Outcome, { kind: "retry" | "mend" }>): string {
  const { kind, reason } = outcome;
  if (kind === "retry") return `takes no errors now, they wait: ${reason}`;
  const code = outcome.code === undefined ? "" : ` ${outcome.code}`;
  return `takes no errors until the address or the secret is mended, they wait: ${reason}${code}`;
}
