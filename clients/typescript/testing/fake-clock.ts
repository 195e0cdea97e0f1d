// A clock that stands still until a test moves it.
import type { Clock } from "../clock.ts";

/** The reporter's default. Tries in flight are real requests, so `drive` does not let them time out. */
export const requestTimeoutMs = 10_000;

interface Timer {
  at: number;
  ms: number;
  action: () => void;
}

export class FakeClock implements Clock {
  #now = Date.now();
  #timers: Timer[] = [];
  /** The lengths of all timers that were started, but for those of requests. */
  readonly waits: number[] = [];

  now(): number {
    return this.#now;
  }

  /** Timers that are running. */
  get running(): number {
    return this.#timers.length;
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, ms, action };
    this.#timers.push(timer);
    if (ms !== requestTimeoutMs) this.waits.push(ms);
    return () => this.#remove(timer);
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (let timer = this.#next(); timer && timer.at <= end; timer = this.#next()) this.#fire(timer);
    this.#now = end;
  }

  /** Moves on from timer to timer until the work is done. */
  async drive<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const stop = (): void => void (isDone = true);
    work.then(stop, stop);
    for (let turn = 0; !isDone; turn++) {
      if (turn > 100_000) throw new Error("The work does not come to an end");
      await new Promise((resolve) => setTimeout(resolve, 0));
      const timer = this.#next(({ ms }) => ms !== requestTimeoutMs);
      if (timer && !isDone) this.#fire(timer);
    }
    return await work;
  }

  #next(isMeant: (timer: Timer) => boolean = () => true): Timer | undefined {
    return this.#timers.filter(isMeant).sort((a, b) => a.at - b.at)[0];
  }

  #fire(timer: Timer): void {
    this.#remove(timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.action();
  }

  #remove(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
  }
}

/** Waits, in real time, for what other threads or processes do. */
export async function until(isSo: () => boolean, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error("It did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
