import { joined, Reader, signed, unsigned } from "./wasm-sections.ts";

const I32_CONST = 0x41;
const END = 0x0b;

/** V8 refuses modules with more segments. */
const MAX_SEGMENTS = 100_000;

/**
 * The header of a segment is 8 bytes that hardly compress, while zeros compress to nearly nothing: a run of zeros that is
 * shorter than this stays inside its segment. It makes for a smaller download and fewer segments to start with.
 */
const MIN_GAP = 24;

/**
 * Returns the memory as a module's data segments leave it.
 * Format: https://webassembly.github.io/spec/core/binary/modules.html#data-section
 */
export function readMemory(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const segments: { at: number; bytes: Uint8Array }[] = [];
  const reader = new Reader(content);
  let size = 0;
  for (let count = reader.number(); count > 0; count--) {
    const kind = [reader.byte(), reader.byte()];
    const at = reader.signed();
    if (kind[0] !== 0 || kind[1] !== I32_CONST || at < 0 || reader.byte() !== END) {
      throw new Error("Expected data segments at constant addresses alone");
    }
    const bytes = reader.bytes(reader.number());
    segments.push({ at, bytes });
    size = Math.max(size, at + bytes.length);
  }
  const memory = new Uint8Array(size);
  for (const { at, bytes } of segments) memory.set(bytes, at);
  return memory;
}

/** Returns the content of a data section that leaves memory like this; memory is zero at first, so zeros are left out. */
export function writeMemory(memory: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts: ArrayLike<number>[] = [];
  let count = 0;
  for (let start = nextByte(memory, 0); start < memory.length; count++) {
    let end = start;
    let next = start;
    do {
      end = nextZero(memory, next);
      next = nextByte(memory, end);
    } while (next < memory.length && next - end < MIN_GAP);
    parts.push([0, I32_CONST, ...signed(start), END, ...unsigned(end - start)], memory.subarray(start, end));
    start = next;
  }
  if (count > MAX_SEGMENTS) throw new Error(`${count} data segments are more than WebAssembly hosts accept`);
  return joined([unsigned(count), ...parts]);
}

function nextByte(memory: Uint8Array, at: number): number {
  while (at < memory.length && memory[at] === 0) at++;
  return at;
}

function nextZero(memory: Uint8Array, at: number): number {
  const found = memory.indexOf(0, at);
  return found < 0 ? memory.length : found;
}
