import { KeptNames, KeptTables } from "./go-kept.ts";
import {
  BUCKETS_BYTES,
  expect,
  findTables,
  FIRST_FUNCTION,
  firstRecord,
  FUNCTION,
  type GoTables,
  NONE,
  type Range,
} from "./go-tables.ts";

// By their numbers in src/internal/abi/symtab.go. What has a higher number than the last of each is for tracebacks and
// debuggers; so is pc-value table 0, where signals may interrupt a function, of which WebAssembly has none.
const TABLE = { stackMapIndex: 1, inlineIndex: 2, kinds: 5 };
const DATA = { inlineTree: 3, openCodedDefers: 4, kinds: 8 };
const WRAPPER = 23;

/** An inlinedCall: what it is, its name, where it was called, its first line. */
const INLINED = { name: 4, line: 12, bytes: 16 };

/** A function as its record tells: `tables` are places of pc-value tables, `data` those of funcdata. */
interface GoFunction {
  record: Uint8Array;
  name: number;
  wrapper: boolean;
  stackDepth: number;
  tables: number[];
  data: number[];
}

/**
 * Takes from the memory of a Go program what only tracebacks need: lines, files, arguments, most names. What unwinding,
 * the garbage collector and recover need stays; it moves together, and zeros fill the room behind it. Also left out is
 * what follows from the order of the functions, which `addTableStart` has the module write as it starts.
 */
export function stripTables(memory: Uint8Array): GoTables {
  const tables = findTables(memory);
  const view = viewOf(memory);
  const functions = readFunctions(memory, tables);
  checkBuckets(memory, tables);
  const names = new KeptNames(memory, tables.names);
  const pcTables = new KeptTables(memory, tables.pcTables);
  clearData(memory, tables.data, functions);
  for (const [start, entries] of inlineTrees(tables, functions, pcTables)) {
    stripInlined(view, start, entries, names);
  }
  const records = functions.map((read) => stripped(read, names, pcTables));
  const end = view.getUint32(tables.functions.start + 8 * tables.count, true);
  for (const range of [tables.units, tables.files, tables.buckets]) memory.fill(0, range.start, range.end);
  replace(memory, tables.names, [names.bytes]);
  replace(memory, tables.pcTables, [pcTables.bytes]);
  replace(memory, tables.functions, [
    new Uint8Array(firstRecord(tables) - tables.functions.start),
    ...records,
  ]);
  view.setUint32(tables.functions.start + 8 * tables.count, end, true);
  return tables;
}

function readFunctions(memory: Uint8Array, { functions, count }: GoTables): GoFunction[] {
  const view = viewOf(memory);
  return Array.from({ length: count }, (_, i) => {
    const entry = functions.start + 8 * i;
    const at = functions.start + view.getUint32(entry + 4, true);
    const number = (offset: number): number => view.getUint32(at + offset, true);
    const numbers = (count: number, offset: number): number[] =>
      Array.from({ length: count }, (_, i) => number(offset + 4 * i));
    expect(
      number(0) === FIRST_FUNCTION + i && view.getUint32(entry, true) === number(0),
      "functions in order",
    );
    const [tableCount, dataCount] = [number(FUNCTION.tableCount), view.getUint8(at + FUNCTION.dataCount)];
    expect(tableCount <= TABLE.kinds && dataCount <= DATA.kinds, "the kinds of tables of Go 1.26");
    return {
      record: memory.slice(at, at + FUNCTION.bytes),
      name: number(FUNCTION.name),
      wrapper: view.getUint8(at + FUNCTION.id) === WRAPPER,
      stackDepth: number(FUNCTION.stackDepth),
      tables: numbers(tableCount, FUNCTION.bytes),
      data: numbers(dataCount, FUNCTION.bytes + 4 * tableCount),
    };
  });
}

/** Only the first bucket of a function is ever looked at, as functions are looked up by their number. */
function checkBuckets(memory: Uint8Array, { buckets, count }: GoTables): void {
  const view = viewOf(memory);
  expect(buckets.start + BUCKETS_BYTES * (count - 1) + 5 <= buckets.end, "buckets for each function");
  for (let i = 0; i < count; i++) {
    const at = buckets.start + BUCKETS_BYTES * i;
    expect(view.getUint32(at, true) === i && view.getUint8(at + 4) === 0, "buckets that name their function");
  }
}

/** The new record. The function's own number is left out: it follows from the record's place. */
function stripped({ record, ...read }: GoFunction, names: KeptNames, pcTables: KeptTables): Uint8Array {
  const tables = [0, pcTables.keep(read.tables[TABLE.stackMapIndex] ?? 0)];
  if (has(read.data[DATA.inlineTree])) tables.push(pcTables.keep(read.tables[TABLE.inlineIndex] ?? 0));
  const data = read.data.slice(0, DATA.openCodedDefers + 1);
  while (tables.at(-1) === 0) tables.pop();
  while (data.at(-1) === NONE) data.pop();
  const result = new Uint8Array(FUNCTION.bytes + 4 * (tables.length + data.length));
  const view = viewOf(result);
  result.set(record);
  view.setUint32(FUNCTION.number, 0, true);
  view.setUint32(FUNCTION.name, names.keep(read.name, read.wrapper), true); // panicwrap takes a wrapper's name apart
  view.setUint32(FUNCTION.stackDepth, pcTables.keep(read.stackDepth), true);
  for (const gone of [FUNCTION.files, FUNCTION.lines, FUNCTION.unit, FUNCTION.firstLine]) {
    view.setUint32(gone, 0, true);
  }
  view.setUint32(FUNCTION.tableCount, tables.length, true);
  view.setUint8(FUNCTION.dataCount, data.length);
  [...tables, ...data].forEach((place, i) => view.setUint32(FUNCTION.bytes + 4 * i, place, true));
  return result;
}

/** Zeroes the funcdata of kinds that do not stay, each up to where the next begins. */
function clearData(memory: Uint8Array, { start, end }: Range, functions: GoFunction[]): void {
  const kept = new Set(functions.flatMap(({ data }) => data.slice(0, DATA.openCodedDefers + 1)));
  const all = [...new Set(functions.flatMap(({ data }) => data.filter(has)))].sort((a, b) => a - b);
  all.forEach((place, i) => {
    if (!kept.has(place)) memory.fill(0, start + place, Math.min(start + (all[i + 1] ?? Infinity), end));
  });
}

/** Where the trees of inlined calls are, each that of one function. A pc-value table says which entry a place belongs to. */
function inlineTrees(
  { data: range }: GoTables,
  functions: GoFunction[],
  pcTables: KeptTables,
): Map<number, number> {
  const trees = new Map<number, number>();
  for (const { tables, data } of functions) {
    const place = data[DATA.inlineTree];
    if (!has(place)) continue;
    const entries = pcTables.highest(tables[TABLE.inlineIndex] ?? 0) + 1;
    expect(!trees.has(range.start + place), "a tree of inlined calls per function");
    trees.set(range.start + place, entries);
  }
  return trees;
}

/** The tree of calls stays: recover and reflect count frames, also those that were inlined. */
function stripInlined(view: DataView, start: number, entries: number, names: KeptNames): void {
  for (let at = start; at < start + entries * INLINED.bytes; at += INLINED.bytes) {
    view.setUint32(at + INLINED.name, names.keep(view.getUint32(at + INLINED.name, true)), true);
    view.setUint32(at + INLINED.line, 0, true);
  }
}

function has(place: number | undefined): place is number {
  return place !== undefined && place !== NONE;
}

function replace(memory: Uint8Array, { start, end }: Range, parts: Uint8Array[]): void {
  memory.fill(0, start, end);
  let at = start;
  for (const part of parts) {
    expect(at + part.length <= end, "what stays to fit where it was");
    memory.set(part, at);
    at += part.length;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
