// Events on disk, so that what was reported outlives the process. Nothing is synced: a loss of power may take the last
// seconds with it.
import * as fs from "node:fs";
import { join } from "node:path";
import { codeOf, lockFolder, SpoolLockedError } from "./spool-lock.ts";
import { readRecords, type SegmentContent } from "./spool-record.ts";

export interface SpoolOptions {
  folder: string;
  maxBytes: number;
  log: (line: string) => void;
}

/** The events of one flush window: appended to while the window is open, read back only when memory has let go of them. */
export interface Segment {
  /** Whether the record is on disk, in one write. */
  append(record: Uint8Array): boolean;
  /** No more records. */
  seal(): void;
  /** Throws what the disk throws. */
  read(): SegmentContent;
  remove(): void;
}

type State = "works" | "fails" | "full";

export class Spool {
  readonly #options: SpoolOptions;
  readonly #unlock: () => void;
  readonly #sizes = new Map<string, number>();
  #bytes = 0;
  #nextNumber = 1;
  #state: State = "works";
  /** Segments of processes that are gone, oldest first. */
  readonly leftovers: Segment[] = [];

  /** Throws a SpoolLockedError when another process has the folder; undefined when the disk does not work. */
  static open(options: SpoolOptions): Spool | undefined {
    try {
      fs.mkdirSync(options.folder, { recursive: true, mode: 0o700 });
      return new Spool(options, lockFolder(options.folder));
    } catch (error) {
      if (error instanceof SpoolLockedError) throw error;
      options.log(`spool: ${options.folder} cannot be used, errors are kept in memory only: ${say(error)}`);
      return undefined;
    }
  }

  private constructor(options: SpoolOptions, unlock: () => void) {
    this.#options = options;
    this.#unlock = unlock;
    try {
      for (const name of fs.readdirSync(options.folder).filter((name) => /^\d+\.spool$/.test(name)).sort()) {
        this.#nextNumber = Number.parseInt(name) + 1;
        const path = join(options.folder, name);
        this.#grow(path, fs.statSync(path).size);
        this.leftovers.push(this.#segment(path));
      }
    } catch (error) {
      unlock();
      throw error;
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  newSegment(): Segment {
    const name = `${String(this.#nextNumber++).padStart(12, "0")}.spool`;
    return this.#segment(join(this.#options.folder, name));
  }

  close(): void {
    this.#unlock();
  }

  #segment(path: string): Segment {
    let file: number | undefined;
    let isSealed = false;
    const seal = (): void => {
      isSealed = true;
      if (file !== undefined) quietly(() => fs.closeSync(file as number));
      file = undefined;
    };
    return {
      append: (record): boolean => {
        if (isSealed) return false;
        if (!this.#hasRoom(record.length)) return this.#became("full");
        try {
          file ??= fs.openSync(path, "ax", 0o600);
          this.#write(path, file, record);
          return this.#became("works");
        } catch (error) {
          // What follows a record that was cut could not be told from it.
          seal();
          return this.#became("fails", error);
        }
      },
      seal,
      read: () => readRecords(fs.readFileSync(path)),
      remove: (): void => {
        seal();
        this.#remove(path);
      },
    };
  }

  /** A full spool takes records again when a tenth of it is free, so that large and small ones do not take turns. */
  #hasRoom(bytes: number): boolean {
    const limit = this.#options.maxBytes * (this.#state === "full" ? 0.9 : 1);
    return this.#bytes + bytes <= limit;
  }

  #write(path: string, file: number, record: Uint8Array): void {
    const size = this.#sizes.get(path) ?? 0;
    try {
      const written = fs.writeSync(file, record);
      if (written < record.length) throw new Error(`only ${written} of ${record.length} bytes were written`);
    } catch (error) {
      quietly(() => fs.ftruncateSync(file, size));
      throw error;
    }
    this.#grow(path, record.length);
  }

  #remove(path: string): void {
    this.#grow(path, -(this.#sizes.get(path) ?? 0));
    this.#sizes.delete(path);
    try {
      fs.unlinkSync(path);
    } catch (error) {
      // Gone already, or never written.
      if (codeOf(error) !== "ENOENT") this.#became("fails", error);
    }
  }

  #grow(path: string, by: number): void {
    this.#bytes += by;
    this.#sizes.set(path, (this.#sizes.get(path) ?? 0) + by);
  }

  /** Tells of a change of state, once; whether the spool works. */
  #became(state: State, error?: unknown): boolean {
    const { folder, log, maxBytes } = this.#options;
    if (state !== this.#state) {
      this.#state = state;
      if (state === "works") log(`spool: ${folder} works again`);
      else if (state === "full") {
        log(`spool: more than ${maxBytes} bytes, new errors are kept in memory only`);
      } else log(`spool: ${folder} fails, new errors are kept in memory only: ${say(error)}`);
    }
    return state === "works";
  }
}

function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // Nothing depends on it.
  }
}

function say(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
