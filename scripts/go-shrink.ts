import { addTableStart } from "./go-start.ts";
import { stripTables } from "./go-strip.ts";
import { readMemory, writeMemory } from "./wasm-data.ts";
import { onlySection, readSections, SECTION, writeSections } from "./wasm-sections.ts";

/** The versions of Go whose tables are known here. */
const KNOWN_VERSION = /\bgo1\.26(\.\d+)?\b/;

/**
 * Returns a module of Go's linker with less in it: the tables that only tracebacks need are gone, and zeros in the data.
 * Throws if another version of Go built the module, whose tables may differ.
 */
export function shrinkGo(wasm: Uint8Array): Uint8Array<ArrayBuffer> {
  const sections = readSections(wasm);
  const producers = onlySection(sections, SECTION.custom);
  const version = new TextDecoder().decode(producers.content);
  if (!KNOWN_VERSION.test(version)) {
    throw new Error(`Go's tables may differ from those of Go 1.26: ${version}`);
  }
  const data = onlySection(sections, SECTION.data);
  const memory = readMemory(data.content);
  const tables = stripTables(memory);
  data.content = writeMemory(memory);
  return writeSections(addTableStart(sections, tables));
}
