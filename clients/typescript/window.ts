// The events of one flush window, equal ones merged.
import type { Kept } from "./encode.ts";
import { maxOccurrences } from "./event.ts";
import type { Segment } from "./spool.ts";

export class FlushWindow {
  readonly events: Kept[] = [];
  /** Where its events are on disk; undefined without a spool, or when there was nothing to write yet. */
  segment: Segment | undefined;
  /** Whether the segment has every event and every occurrence. */
  isWhollySpooled = true;
  bytes = 0;
  readonly #byKey = new Map<string, Kept>();

  get isEmpty(): boolean {
    return this.events.length === 0;
  }

  /** The event that these occurrences belong to, if there is one with room for them. */
  find(key: string, occurrences: number): Kept | undefined {
    const event = this.#byKey.get(key);
    return event && event.occurrences + occurrences <= maxOccurrences ? event : undefined;
  }

  add(key: string, event: Kept): void {
    event.bytes += key.length;
    this.bytes += event.bytes;
    this.events.push(event);
    this.#byKey.set(key, event);
  }
}
