// Reports that arrive at the same time go to the database together, as databases do with commits: a call costs about as much for one
// event as for ten. Nobody waits for company: a report goes at once unless calls are under way, and then with the next one.
import type { Logger } from "../_shared/log.ts";
import type { ErrorEvent } from "./events.ts";
import { partOf, type Stored } from "./stored.ts";

const MAX_CALLS = 2;
const MAX_EVENTS = 100;
const MAX_LENGTH = 1_000_000;

type Store = (events: ErrorEvent[], caller: string, log: Logger) => Promise<Stored>;

export interface Report {
  events: ErrorEvent[];
  /** Of the text it came as. */
  length: number;
  caller: string;
  log: Logger;
}

/** Reports of one caller in one call; the log is that of the first. */
interface Group extends Report {
  stored: PromiseWithResolvers<Stored>;
}

export class Together {
  readonly #store: Store;
  readonly #waiting: Group[] = [];
  #calls = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Stores a report, perhaps with others of its caller. What the database refuses, it refuses all of them. */
  async store(report: Report): Promise<Stored> {
    const { caller, events, length, log } = report;
    // It is company enough for itself.
    if (events.length >= MAX_EVENTS || length >= MAX_LENGTH) return await this.#store(events, caller, log);
    const group = this.#waiting.find((one) => hasRoomFor(one, report)) ?? this.#open(report);
    const start = group.events.length;
    group.events.push(...events);
    group.length += length;
    this.#callNext();
    return partOf(await group.stored.promise, start, events.length);
  }

  #open({ caller, log }: Report): Group {
    const group: Group = { caller, log, events: [], length: 0, stored: Promise.withResolvers() };
    this.#waiting.push(group);
    return group;
  }

  #callNext(): void {
    if (this.#calls >= MAX_CALLS) return;
    const group = this.#waiting.shift();
    if (group === undefined) return;
    this.#calls++;
    this.#store(group.events, group.caller, group.log)
      .then(group.stored.resolve, group.stored.reject)
      .finally(() => {
        this.#calls--;
        this.#callNext();
      });
  }
}

function hasRoomFor(group: Group, { caller, events, length }: Report): boolean {
  return group.caller === caller && group.events.length + events.length <= MAX_EVENTS &&
    group.length + length <= MAX_LENGTH;
}
