import { BUCKETS_BYTES, FIRST_FUNCTION, firstRecord, FUNCTION, type GoTables } from "./go-tables.ts";
import { joined, onlySection, Reader, SECTION, type Section, signed, unsigned } from "./wasm-sections.ts";

/** Opcodes: https://webassembly.github.io/spec/core/binary/instructions.html */
const OP = {
  loop: [0x03, 0x40],
  end: [0x0b],
  repeatIf: [0x0d, 0],
  add: [0x6a],
  subtract: [0x6b],
  multiply: [0x6c],
  less: [0x49],
  get: (local: number) => [0x20, local],
  set: (local: number) => [0x21, local],
  tee: (local: number) => [0x22, local],
  constant: (value: number) => [0x41, ...signed(value)],
  load: (offset: number) => [0x28, 2, ...unsigned(offset)],
  loadByte: (offset: number) => [0x2d, 0, ...unsigned(offset)],
  store: (offset: number) => [0x36, 2, ...unsigned(offset)],
} as const;

const I32 = 0x7f;
const NO_PARAMETERS_NO_RESULTS = [0x60, 0, 0];

/**
 * Adds a function that hosts run as they instantiate the module, before anything else in it. It writes what follows from
 * the order of Go's functions: their numbers, where their records are, and which bucket finds them.
 */
export function addTableStart(sections: readonly Section[], tables: GoTables): Section[] {
  if (sections.some(({ id }) => id === SECTION.start)) {
    throw new Error("The module has a start function already");
  }
  const type = emptyType(onlySection(sections, SECTION.type));
  const imports = new Reader(onlySection(sections, SECTION.import).content).number();
  const functions = new Reader(onlySection(sections, SECTION.function).content).number();
  const code = body(tables);
  const result: Section[] = [];
  for (const section of sections) {
    if (section.id === SECTION.element) {
      result.push({ id: SECTION.start, content: Uint8Array.from(unsigned(imports + functions)) });
    }
    const added = section.id === SECTION.function
      ? unsigned(type)
      : section.id === SECTION.code
      ? [...unsigned(code.length), ...code]
      : undefined;
    result.push(added ? extended(section, added) : section);
  }
  return result;
}

/** The section with one more item at the end. */
function extended({ id, content }: Section, item: number[]): Section {
  const reader = new Reader(content);
  const count = reader.number();
  return { id, content: joined([unsigned(count + 1), content.subarray(reader.at), item]) };
}

function emptyType({ content }: Section): number {
  const reader = new Reader(content);
  const count = reader.number();
  for (let i = 0; i < count; i++) {
    const type = [reader.byte(), ...list(reader), ...list(reader)];
    if (type.join() === NO_PARAMETERS_NO_RESULTS.join()) return i;
  }
  throw new Error("Expected a type of functions without parameters and results");
}

/** The length of a list of types, and the types. */
function list(reader: Reader): number[] {
  const length = reader.number();
  return [length, ...reader.bytes(length)];
}

/** One turn for each function; its record says how long it is, and so where the next one starts. */
function body(tables: GoTables): number[] {
  const [record, number] = [0, 1];
  const { functions, buckets, count } = tables;
  const absolute = [...OP.get(number), ...OP.constant(FIRST_FUNCTION), ...OP.add];
  const indexed = (bytes: number): number[] => [...OP.get(number), ...OP.constant(bytes), ...OP.multiply];
  return [
    ...[1, 2, I32],
    ...[...OP.constant(firstRecord(tables)), ...OP.set(record)],
    ...OP.loop,
    ...[...indexed(8), ...absolute, ...OP.store(functions.start)],
    ...[...indexed(8), ...OP.get(record), ...OP.constant(functions.start), ...OP.subtract],
    ...OP.store(functions.start + 4),
    ...[...OP.get(record), ...absolute, ...OP.store(FUNCTION.number)],
    ...[...indexed(BUCKETS_BYTES), ...OP.get(number), ...OP.store(buckets.start)],
    ...[
      ...OP.get(record),
      ...OP.load(FUNCTION.tableCount),
      ...OP.get(record),
      ...OP.loadByte(FUNCTION.dataCount),
      ...OP.add,
    ],
    ...[...OP.constant(4), ...OP.multiply, ...OP.constant(FUNCTION.bytes), ...OP.add],
    ...[...OP.get(record), ...OP.add, ...OP.set(record)],
    ...[...OP.get(number), ...OP.constant(1), ...OP.add, ...OP.tee(number)],
    ...[...OP.constant(count), ...OP.less, ...OP.repeatIf],
    ...OP.end,
    ...OP.end,
  ];
}
