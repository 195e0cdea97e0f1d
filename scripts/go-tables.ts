// Where a Go program keeps what it knows about its functions. Source of the format, for Go 1.26:
// src/runtime/symtab.go (pcHeader, moduledata, findfuncbucket), src/runtime/runtime2.go (_func),
// src/runtime/symtabinl.go (inlinedCall), src/internal/abi/symtab.go and src/cmd/link/internal/ld/pcln.go.

/** What a pcHeader starts with: the magic number of Go 1.20 and later, padding, instructions of 1 byte, words of 8. */
const HEADER = [0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8];

/** The numbers of the words of a moduledata; a slice is three words. */
const MODULE = {
  names: 1,
  units: 4,
  files: 7,
  pcTables: 10,
  functions: 13,
  index: 16,
  buckets: 19,
  data: 40,
  end: 41,
};

/** Where a _func has its fields. Behind it are the places of its pc-value tables, and then those of its funcdata. */
export const FUNCTION = {
  number: 0,
  name: 4,
  stackDepth: 16,
  files: 20,
  lines: 24,
  tableCount: 28,
  unit: 32,
  firstLine: 36,
  id: 40,
  dataCount: 43,
  bytes: 44,
} as const;
/** A findfuncbucket covers 4096 program counters, and a function of WebAssembly has 65536 of them. */
export const BUCKETS_BYTES = 16 * 20;
/** The number of the first function in the tables. */
export const FIRST_FUNCTION = 0x1000;
/** Stands for funcdata that a function does not have. */
export const NONE = 0xffff_ffff;

/** A part of memory. */
export interface Range {
  start: number;
  end: number;
}

/** The places of the tables: names of functions, lists of files, pc-value tables, records of functions, their data. */
export interface GoTables {
  names: Range;
  units: Range;
  files: Range;
  pcTables: Range;
  /** pclntable: an index of two numbers for each function and one more, and the records behind it. */
  functions: Range;
  data: Range;
  buckets: Range;
  count: number;
}

/** The address of the first function's record, behind the index. */
export function firstRecord({ functions, count }: GoTables): number {
  return functions.start + 8 * count + 8;
}

/** Finds the tables in the memory of a program, or throws if they are not as Go 1.26 writes them. */
export function findTables(memory: Uint8Array): GoTables {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  const header = findHeader(memory);
  const module = findModule(memory, header);
  const word = (at: number): number => {
    expect(view.getUint32(at + 4, true) === 0, `a word of 32 bits at ${at}`);
    return view.getUint32(at, true);
  };
  const slice = (number: number, itemBytes = 1): Range => {
    const start = word(module + 8 * number);
    return { start, end: start + itemBytes * word(module + 8 * number + 8) };
  };
  const start = word(module + 8 * MODULE.data);
  const buckets = { start: word(module + 8 * MODULE.buckets), end: word(module + 8 * MODULE.end) };
  const tables: GoTables = {
    names: slice(MODULE.names),
    units: slice(MODULE.units, 4),
    files: slice(MODULE.files),
    pcTables: slice(MODULE.pcTables),
    functions: slice(MODULE.functions),
    data: { start, end: buckets.start },
    buckets,
    count: word(header + 8),
  };
  const inOrder = [
    tables.names,
    tables.units,
    tables.files,
    tables.pcTables,
    tables.functions,
    tables.data,
    buckets,
  ];
  inOrder.reduce((last, range) => {
    expect(last.end <= range.start && range.start < range.end, "tables one behind the other");
    return range;
  }, { start: header, end: header });
  [tables.names, tables.units, tables.files, tables.pcTables, tables.functions].forEach((range, i) => {
    expect(header + word(header + 8 * (i + 4)) === range.start, "the same tables in header and module");
  });
  expect(word(module + 8 * MODULE.index) === tables.functions.start, "an index in front of the functions");
  expect(word(module + 8 * MODULE.index + 8) === tables.count + 1, "an index entry for each function");
  return tables;
}

function findHeader(memory: Uint8Array): number {
  const found: number[] = [];
  for (let at = 0; at + HEADER.length <= memory.length; at += 8) {
    if (HEADER.every((byte, i) => memory[at + i] === byte)) found.push(at);
  }
  const [only, another] = found;
  expect(only !== undefined && another === undefined, "one table of functions");
  return only;
}

/** A moduledata starts with the addresses of the header and of the names, which are right behind the header. */
function findModule(memory: Uint8Array, header: number): number {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  const names = header + view.getUint32(header + 32, true);
  const found: number[] = [];
  for (let at = 0; at + 16 <= memory.length; at += 8) {
    if (view.getUint32(at, true) === header && view.getUint32(at + 8, true) === names) found.push(at);
  }
  const [only, another] = found;
  expect(only !== undefined && another === undefined, "one moduledata");
  return only;
}

/** Throws unless the program is as expected. */
export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`Not the tables of Go 1.26: expected ${what}`);
}
