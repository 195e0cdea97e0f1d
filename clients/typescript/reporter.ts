// The reporter of an executor: takes errors without ever waiting, and brings each to record-error once.
import { unlessAborted } from "./clock.ts";
import { readConfig, type ReporterConfig, type Settings } from "./config.ts";
import { encodeEvent, encodeMarketData, type Kept, type MarketData } from "./encode.ts";
import {
  coalescingKey,
  type ErrorEvent,
  findProblem,
  occurrencesOf,
  type Problem,
  type ReportOutcome,
} from "./event.ts";
import { type Guarded, type GuardedEvent, toEvent } from "./guard.ts";
import { type Counts, Metrics } from "./metrics.ts";
import { Outbox } from "./outbox.ts";
import { Sampler } from "./sample.ts";
import { Sender } from "./sender.ts";
import { Spool } from "./spool.ts";
import { eventRecord, moreRecord } from "./spool-record.ts";
import { FlushWindow } from "./window.ts";

/** Thrown by `close` when its time is up. */
export class UnsentError extends Error {
  override name = "UnsentError";
  readonly unsent: number;
  /** How many of them are on disk, and will be sent at the next start. */
  readonly spooled: number;

  constructor(events: { unsent: number; spooled: number }, cause: unknown) {
    const { spooled, unsent } = events;
    super(`Cannot send ${unsent} errors before the reporter's end: ${spooled} of them are in the spool`, {
      cause,
    });
    this.unsent = unsent;
    this.spooled = spooled;
  }
}

export class Reporter {
  readonly #settings: Settings;
  readonly #metrics = new Metrics();
  readonly #outbox: Outbox;
  readonly #sampler: Sampler;
  readonly #sender: Sender;
  readonly #spool: Spool | undefined;
  #window = new FlushWindow();
  #cancelTimer: () => void = () => {};
  #closing: Promise<void> | undefined;

  /** Throws on a configuration that cannot work, and a SpoolLockedError when another process has the spool. */
  constructor(config: ReporterConfig) {
    const settings = this.#settings = readConfig(config);
    const { log, spoolDir, spoolMaxBytes } = settings;
    this.#outbox = new Outbox(settings);
    this.#sampler = new Sampler(settings);
    this.#sender = new Sender({ settings, outbox: this.#outbox, metrics: this.#metrics });
    if (spoolDir !== undefined) this.#spool = Spool.open({ folder: spoolDir, maxBytes: spoolMaxBytes, log });
    this.#resume();
  }

  get counts(): Readonly<Counts> {
    return this.#metrics.counts;
  }

  /** Takes an error over. Returns at once, does no network I/O, and never throws. */
  report(event: ErrorEvent): ReportOutcome {
    if (this.#closing) return { kind: "closed" };
    try {
      const problem = findProblem(event);
      return problem ? this.#refuse(event, problem) : this.#take(event);
    } catch (error) {
      const rule = `must be encodable as JSON: ${error instanceof Error ? error.message : String(error)}`;
      return this.#refuse(event, { field: "context", rule, value: event?.context });
    }
  }

  /**
   * Runs `fn` and reports what it throws. Does not throw itself: the caller's loop over traders and symbols goes on, and
   * `ok` says how this one went. A promise of `fn` is waited for.
   */
  guard<T>(event: GuardedEvent, fn: () => PromiseLike<T>): Promise<Guarded<T>>;
  guard<T>(event: GuardedEvent, fn: () => T): Guarded<T>;
  guard<T>(event: GuardedEvent, fn: () => T | PromiseLike<T>): Guarded<T> | Promise<Guarded<T>> {
    const failed = (error: unknown): Guarded<T> => {
      return { ok: false, error, report: this.report(toEvent(event, error)) };
    };
    try {
      const value = fn();
      if (!isPromise(value)) return { ok: true, value };
      return Promise.resolve(value).then((value) => ({ ok: true as const, value }), failed);
    } catch (error) {
      return failed(error);
    }
  }

  /** Resolves when all that was reported before is settled; rejects with the signal's reason, and then loses nothing. */
  async flush(signal?: AbortSignal): Promise<void> {
    this.#closeWindow();
    await unlessAborted(this.#outbox.last?.settled ?? Promise.resolve(), signal);
  }

  /**
   * Takes no more errors and sends those it has. Throws an UnsentError when the signal is aborted before all are settled.
   * To be called once, and last.
   */
  close(signal?: AbortSignal): Promise<void> {
    return this.#closing ??= this.#close(signal);
  }

  /** Prometheus text, version 0.0.4. */
  metrics(): string {
    return this.#metrics.text({ waiting: this.#waiting, spoolBytes: this.#spool?.bytes ?? 0 });
  }

  get #waiting(): number {
    return this.#outbox.unsettled.events + this.#window.events.length;
  }

  async #close(signal: AbortSignal | undefined): Promise<void> {
    const sent = this.flush(signal);
    this.#sender.hurry();
    try {
      await sent;
    } catch (cause) {
      const { events, spooled } = this.#outbox.unsettled;
      throw new UnsentError({ unsent: events, spooled }, cause);
    } finally {
      this.#sender.stop();
      this.#spool?.close();
    }
  }

  #refuse(event: ErrorEvent, problem: Problem): ReportOutcome {
    this.#metrics.dropped("invalid", event ? occurrencesOf(event) : 1);
    return { kind: "invalid", ...problem };
  }

  #take(event: ErrorEvent): ReportOutcome {
    const key = coalescingKey(event);
    // The same id is the same event, told twice.
    const occurrences = event.event_id === undefined ? occurrencesOf(event) : 0;
    const known = this.#window.find(key, occurrences);
    if (!known) return this.#add(key, event);
    if (occurrences > 0) this.#increase(known, occurrences);
    return { kind: "kept", eventId: known.id };
  }

  #add(key: string, event: ErrorEvent): ReportOutcome {
    if (!this.#makeRoom(0) && !this.#spool) return this.#full(event);
    const marketData = this.#marketDataOf(event);
    const kept = encodeEvent(event, marketData, { ...this.#settings, now: this.#settings.clock.now() });
    const hasRoom = this.#makeRoom(kept.bytes);
    this.#write(kept);
    if (!hasRoom && !kept.isSpooled) return this.#full(event);

    if (marketData.kind !== "none") this.#sampler.remember(event);
    if (this.#window.isEmpty) this.#startTimer();
    this.#window.add(key, kept);
    this.#outbox.hold(kept);
    if (this.#spool && !kept.isSpooled) this.#unspooled();
    const { flushBytes, flushCount } = this.#settings;
    if (this.#window.events.length >= flushCount || this.#window.bytes >= flushBytes) this.#closeWindow();
    return { kind: "kept", eventId: kept.id };
  }

  #full(event: ErrorEvent): ReportOutcome {
    this.#metrics.dropped("full", occurrencesOf(event));
    return { kind: "full" };
  }

  #marketDataOf(event: ErrorEvent): MarketData {
    const { market_data } = event;
    if (!market_data || !this.#sampler.wants(event)) return { kind: "none" };
    return encodeMarketData(market_data);
  }

  /**
   * Leaves to the disk what it has already, the newest first, until one more event of this size fits into memory. Where all else may not leave
   * it, a window that is on disk is filled nevertheless: it may be too much by as much as a window holds.
   */
  #makeRoom(bytes: number): boolean {
    while (!this.#outbox.hasRoom(bytes)) {
      if (this.#outbox.park()) continue;
      const { bytes: held, events, isEmpty, isWhollySpooled } = this.#window;
      if (isEmpty || !isWhollySpooled || !this.#spool) return false;
      if (!this.#outbox.hasRoom(bytes - held, 1 - events.length)) return false;
      this.#closeWindow();
      if (!this.#outbox.park()) return false;
    }
    return true;
  }

  #write(event: Kept): void {
    if (!this.#spool) return;
    this.#window.segment ??= this.#spool.newSegment();
    event.isSpooled = this.#window.segment.append(eventRecord(event));
  }

  #increase(event: Kept, occurrences: number): void {
    event.occurrences += occurrences;
    if (!this.#spool) return;
    const isWritten = event.isSpooled && this.#window.segment?.append(moreRecord(event.id, occurrences));
    if (!isWritten) this.#unspooled();
  }

  #unspooled(): void {
    this.#window.isWhollySpooled = false;
    this.#metrics.unspooled();
  }

  #startTimer(): void {
    const { clock, flushIntervalMs } = this.#settings;
    this.#cancelTimer = clock.after(flushIntervalMs, () => {
      // In an outage errors go on merging: what repeats all the time must not become an event for each interval of it.
      if (this.#sender.isInTrouble) this.#startTimer();
      else this.#closeWindow();
    });
  }

  /** Closes the window and hands it to the sender. */
  #closeWindow(): void {
    this.#cancelTimer();
    const window = this.#window;
    if (window.isEmpty) return;
    this.#window = new FlushWindow();
    window.segment?.seal();
    this.#outbox.push(window);
    this.#sender.wake();
  }

  /** Puts in line what earlier processes left on disk. */
  #resume(): void {
    for (const segment of this.#spool?.leftovers ?? []) {
      try {
        const { damaged, events } = segment.read();
        if (damaged > 0) this.#metrics.dropped("spool", damaged);
        if (events.length > 0) this.#outbox.pushLeftover(segment, events);
        else segment.remove();
      } catch (error) {
        this.#settings.log(`spool: a segment cannot be read, it is left to the next start: ${String(error)}`);
      }
    }
    if (this.#outbox.last) this.#sender.wake();
  }
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
