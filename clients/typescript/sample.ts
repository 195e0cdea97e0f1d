// Market data is large, and the same fault needs it once: the first of its kind in an hour carries it.
import type { Clock } from "./clock.ts";
import type { ErrorEvent } from "./event.ts";

const maxFaults = 10_000;
// A text that differs only in what was computed is the same fault.
const maxMessageChars = 1_000;

export class Sampler {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  /** When each fault was last given its data, the oldest first. */
  readonly #sampled = new Map<string, number>();

  constructor({ clock, sampleIntervalMs }: { clock: Clock; sampleIntervalMs: number }) {
    this.#clock = clock;
    this.#intervalMs = sampleIntervalMs;
  }

  /** Whether this event is to carry its market data. */
  wants(event: ErrorEvent): boolean {
    const last = this.#sampled.get(faultOf(event));
    return last === undefined || this.#clock.now() - last >= this.#intervalMs;
  }

  /** To be told when the event was kept: one that was refused leaves its place to the next. */
  remember(event: ErrorEvent): void {
    const fault = faultOf(event);
    this.#sampled.delete(fault);
    this.#sampled.set(fault, this.#clock.now());
    if (this.#sampled.size <= maxFaults) return;
    for (const oldest of this.#sampled.keys()) {
      this.#sampled.delete(oldest);
      break;
    }
  }
}

function faultOf(event: ErrorEvent): string {
  return JSON.stringify([
    event.trader_id,
    event.component ?? "filter",
    event.code_sha256 ?? event.filter_code,
    normalise(event.error_message.slice(0, maxMessageChars)),
  ]);
}

/** The message without what changes from one occurrence to the next. */
export function normalise(message: string): string {
  return message
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, "?")
    .replaceAll(/0x[0-9a-f]+/gi, "?")
    .replaceAll(/\d+/g, "#");
}
