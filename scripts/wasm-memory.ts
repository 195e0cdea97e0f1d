const HEADER_BYTES = 8;
const MEMORY_SECTION = 5;
const PAGE_BYTES = 65_536;

/**
 * Returns the module with an upper limit on its memory, which Go's linker does not set.
 * A host then refuses to grow it further, whatever the code inside does.
 */
export function limitMemory(
  wasm: Uint8Array,
  maxBytes: number,
): Uint8Array<ArrayBuffer> {
  for (let at = HEADER_BYTES; at < wasm.length;) {
    const size = readNumber(wasm, at + 1);
    const end = size.next + size.value;
    if (wasm[at] === MEMORY_SECTION) {
      return spliced(wasm, at, end, memorySection(wasm, size.next, maxBytes));
    }
    at = end;
  }
  throw new Error("Cannot limit memory as the module has no memory section");
}

/** One memory, with a minimum as it was and a maximum. */
function memorySection(
  wasm: Uint8Array,
  at: number,
  maxBytes: number,
): number[] {
  const [count, flags] = [wasm[at], wasm[at + 1]];
  if (count !== 1 || flags !== 0) {
    throw new Error(
      `Expected one memory without a limit: count ${count}, flags ${flags}`,
    );
  }
  const minimum = readNumber(wasm, at + 2).value;
  const content = [
    1,
    1,
    ...number(minimum),
    ...number(Math.max(minimum, Math.floor(maxBytes / PAGE_BYTES))),
  ];
  return [MEMORY_SECTION, ...number(content.length), ...content];
}

function spliced(
  wasm: Uint8Array,
  start: number,
  end: number,
  middle: number[],
): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(start + middle.length + wasm.length - end);
  result.set(wasm.subarray(0, start));
  result.set(middle, start);
  result.set(wasm.subarray(end), start + middle.length);
  return result;
}

/** Reads an unsigned LEB128 number. */
function readNumber(
  bytes: Uint8Array,
  at: number,
): { value: number; next: number } {
  let value = 0;
  for (let shift = 0, next = at;; shift += 7) {
    const byte = bytes[next++] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, next };
  }
}

function number(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(value >>> 7)];
}
