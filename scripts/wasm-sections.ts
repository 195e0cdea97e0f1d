const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** The ids of the sections that are read or changed here. */
export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
} as const;

/** A section of a module: its id and its content without the size in front. */
export interface Section {
  id: number;
  content: Uint8Array;
}

/**
 * Splits a module into its sections.
 * Format: https://webassembly.github.io/spec/core/binary/modules.html#sections
 */
export function readSections(wasm: Uint8Array): Section[] {
  if (MAGIC.some((byte, i) => wasm[i] !== byte)) {
    throw new Error("This is no WebAssembly module of version 1");
  }
  const sections: Section[] = [];
  const reader = new Reader(wasm, MAGIC.length);
  while (!reader.done) {
    const id = reader.byte();
    sections.push({ id, content: reader.bytes(reader.number()) });
  }
  return sections;
}

/** Joins sections to a module; the reverse of `readSections`. */
export function writeSections(sections: readonly Section[]): Uint8Array<ArrayBuffer> {
  return joined([
    MAGIC,
    ...sections.flatMap(({ id, content }) => [[id, ...unsigned(content.length)], content]),
  ]);
}

/** Returns the only section with the id. */
export function onlySection(sections: readonly Section[], id: number): Section {
  const [found, another] = sections.filter((section) => section.id === id);
  if (!found || another) throw new Error(`Expected one section ${id} in the module`);
  return found;
}

/** Reads the numbers and bytes of a module in order. */
export class Reader {
  constructor(private readonly source: Uint8Array, public at = 0) {}

  get done(): boolean {
    return this.at >= this.source.length;
  }

  byte(): number {
    const byte = this.source[this.at++];
    if (byte === undefined) throw new Error("The module ends too early");
    return byte;
  }

  bytes(count: number): Uint8Array {
    if (this.at + count > this.source.length) throw new Error("The module ends too early");
    return this.source.subarray(this.at, this.at += count);
  }

  /** An unsigned LEB128 number of up to 32 bits. */
  number(): number {
    let value = 0;
    for (let scale = 1;; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  /** A signed LEB128 number of up to 32 bits. */
  signed(): number {
    let value = 0;
    for (let shift = 0;;) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      shift += 7;
      if (byte >= 0x80) continue;
      return shift < 32 && byte & 0x40 ? value | (-1 << shift) : value;
    }
  }
}

/** An unsigned LEB128 number. */
export function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [value % 128 | 0x80, ...unsigned(Math.floor(value / 128))];
}

/** A signed LEB128 number of up to 32 bits. */
export function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 0x7f] : [value & 0x7f | 0x80, ...signed(value >> 7)];
}

/** One array of many. */
export function joined(parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
