import { expect, type Range } from "./go-tables.ts";

/**
 * Names that end up in the messages of panics: reflect looks for its caller, and tells whose MakeFunc returned nonsense,
 * which here are closures of the interpreter. The garbage collector knows two functions of reflect by name.
 * See valueMethodName and funcName in src/reflect/value.go and argMapInternal in src/runtime/stkframe.go.
 */
const KEPT_NAME = /^(reflect|internal\/reflectlite)\.|^github\.com\/traefik\/yaegi\/interp\..*\.func\d/;

/** Collects the names that stay, each behind the one before. The name at 0 is empty. */
export class KeptNames {
  readonly #bytes: number[] = [0];
  readonly #places = new Map<number, number>();

  constructor(private readonly memory: Uint8Array, private readonly range: Range) {}

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** Returns the new place of the name at `place`, or 0 if it need not stay. */
  keep(place: number, always = false): number {
    const known = this.#places.get(place);
    if (known !== undefined) return known;
    const start = this.range.start + place;
    const name = this.memory.subarray(start, this.memory.indexOf(0, start) + 1);
    if (!always && !KEPT_NAME.test(new TextDecoder().decode(name))) return 0;
    const moved = this.#bytes.length;
    this.#bytes.push(...name);
    this.#places.set(place, moved);
    return moved;
  }
}

/** Collects the pc-value tables that stay, equal ones once. A place of 0 means that there is no table. */
export class KeptTables {
  readonly #bytes: number[] = [0];
  readonly #places = new Map<string, number>();

  constructor(private readonly memory: Uint8Array, private readonly range: Range) {}

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** Returns the new place of the table at `place`. */
  keep(place: number): number {
    if (place === 0) return 0;
    const { bytes } = this.#read(place);
    const key = bytes.join();
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const moved = this.#bytes.length;
    this.#bytes.push(...bytes);
    this.#places.set(key, moved);
    return moved;
  }

  /** The highest value in the table at `place`, at least -1. */
  highest(place: number): number {
    return place === 0 ? -1 : this.#read(place).highest;
  }

  /** A table is pairs of differences, of the value (zigzag) and of the program counter; a value's 0 ends it. */
  #read(place: number): { bytes: Uint8Array; highest: number } {
    const start = this.range.start + place;
    let [at, value, highest] = [start, -1, -1];
    const number = (): number => {
      let result = 0;
      for (let shift = 0;; shift += 7) {
        const byte = this.memory[at++] ?? 0;
        result |= (byte & 0x7f) << shift;
        if (byte < 0x80) return result;
      }
    };
    for (let first = true;; first = false) {
      const difference = number();
      if (difference === 0 && !first) break;
      number();
      value += -(difference & 1) ^ (difference >>> 1);
      highest = Math.max(highest, value);
    }
    expect(at <= this.range.end, "pc-value tables that end");
    return { bytes: this.memory.subarray(start, at), highest };
  }
}
