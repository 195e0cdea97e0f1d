// Windows on their way to the server, in order, and what is kept of them in memory.
import type { Kept } from "./encode.ts";
import type { Segment } from "./spool.ts";
import type { FlushWindow } from "./window.ts";

/** A window that was taken for sending: it never changes again. */
export interface Parcel {
  /** Undefined while its events are on disk alone. */
  events: Kept[] | undefined;
  readonly segment: Segment | undefined;
  readonly canPark: boolean;
  /** Events that are not settled yet. */
  left: number;
  /** What its events stand for. */
  readonly occurrences: number;
  isBeingSent: boolean;
  readonly settled: Promise<void>;
  readonly finish: () => void;
}

export interface Limits {
  maxEvents: number;
  maxBytes: number;
}

export class Outbox {
  readonly #limits: Limits;
  readonly #parcels: Parcel[] = [];
  #events = 0;
  #bytes = 0;
  /** Parcels that `park` may leave to the disk: with thousands there already, nobody looks for one in vain. */
  #parkable = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get last(): Parcel | undefined {
    return this.#parcels.at(-1);
  }

  /** Events of the parcels that are not settled yet, and how many of them are on disk. */
  get unsettled(): { events: number; spooled: number } {
    const count = (parcels: Parcel[]): number => parcels.reduce((sum, { left }) => sum + left, 0);
    return { events: count(this.#parcels), spooled: count(this.#parcels.filter(({ canPark }) => canPark)) };
  }

  /** Whether so much more fits into memory. */
  hasRoom(bytes: number, events = 1): boolean {
    const { maxBytes, maxEvents } = this.#limits;
    return this.#events + events <= maxEvents && this.#bytes + bytes <= maxBytes;
  }

  /** To be told of each event that a window takes up. */
  hold(event: Kept): void {
    this.#events++;
    this.#bytes += event.bytes;
  }

  release(event: Kept): void {
    this.#events--;
    this.#bytes -= event.bytes;
  }

  push(window: FlushWindow): void {
    const { events, isWhollySpooled, segment } = window;
    const occurrences = events.reduce((sum, event) => sum + event.occurrences, 0);
    const canPark = isWhollySpooled && segment !== undefined;
    this.#parcels.push(newParcel({ events, segment, canPark, left: events.length, occurrences }));
    if (canPark) this.#parkable++;
  }

  /** A segment of a process that is gone. */
  pushLeftover(segment: Segment, events: readonly Kept[]): void {
    const occurrences = events.reduce((sum, event) => sum + event.occurrences, 0);
    this.#parcels.push(
      newParcel({ events: undefined, segment, canPark: true, left: events.length, occurrences }),
    );
  }

  /** Leaves the newest events that are on disk to the disk alone; false when there are none. */
  park(): boolean {
    if (this.#parkable === 0) return false;
    const parcel = this.#parcels.findLast(({ canPark, events, isBeingSent }) =>
      canPark && events && !isBeingSent
    );
    if (!parcel) return false;
    for (const event of parcel.events ?? []) this.release(event);
    parcel.events = undefined;
    this.#parkable--;
    return true;
  }

  /** The next parcel to send, from now on out of reach of `park`. */
  begin(): Parcel | undefined {
    const parcel = this.#parcels[0];
    if (!parcel) return undefined;
    if (parcel.canPark && parcel.events && !parcel.isBeingSent) this.#parkable--;
    parcel.isBeingSent = true;
    return parcel;
  }

  /** The parcel's events, read back from the disk if they are not in memory. Throws what the disk throws. */
  open(parcel: Parcel): readonly Kept[] {
    if (parcel.events) return parcel.events;
    const events = parcel.segment?.read().events ?? [];
    const bytes = events.reduce((sum, event) => sum + event.bytes, 0);
    while (!this.hasRoom(bytes, events.length) && this.park());
    parcel.events = events;
    parcel.left = events.length;
    for (const event of events) this.hold(event);
    return events;
  }

  settle(parcel: Parcel, event: Kept): void {
    parcel.left--;
    this.release(event);
  }

  /** The first parcel is done with; `keepSegment` where the next process is to try once more. */
  close(parcel: Parcel, { keepSegment = false }: { keepSegment?: boolean } = {}): void {
    this.#parcels.shift();
    if (!keepSegment) parcel.segment?.remove();
    parcel.finish();
  }
}

function newParcel(parcel: Pick<Parcel, "events" | "segment" | "canPark" | "left" | "occurrences">): Parcel {
  let finish = (): void => {};
  const settled = new Promise<void>((resolve) => finish = resolve);
  return { ...parcel, isBeingSent: false, settled, finish };
}
