// The lines of a segment: `<crc32> e <event>` for an event, `<crc32> + <event id> <occurrences>` for more of the same.
// A line that was cut or changed does not match its checksum, and the next line is none the worse.
import { fromJson, type Kept, toJson } from "./encode.ts";
import { maxOccurrences } from "./event.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const newline = 10;
const headLength = 9;
const looksLikeRecord = /^[0-9a-f]{1,8}($| $| [e+])/;

export function eventRecord(event: Kept): Uint8Array {
  return record(`e ${toJson(event)}`);
}

export function moreRecord(id: string, occurrences: number): Uint8Array {
  return record(`+ ${id} ${occurrences}`);
}

export interface SegmentContent {
  events: Kept[];
  /** Occurrences that records lost; a record that cannot be read counts as one. */
  damaged: number;
}

export function readRecords(bytes: Uint8Array): SegmentContent {
  const events = new Map<string, Kept>();
  let damaged = 0;
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(newline, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end);
    start += line.length + 1;
    damaged += readLine(line, events);
  }
  return { events: [...events.values()], damaged };
}

/** Adds the line to the events; returns the occurrences it lost. */
function readLine(line: Uint8Array, events: Map<string, Kept>): number {
  const payload = line.subarray(headLength);
  if (decoder.decode(line.subarray(0, headLength)) !== `${checksum(payload)} `) {
    // What never was a record is no loss.
    return looksLikeRecord.test(decoder.decode(line.subarray(0, headLength + 1))) ? 1 : 0;
  }
  const text = decoder.decode(payload);
  if (text.startsWith("e ")) return readEvent(text.slice(2), events);
  const [, id = "", more = "1"] = /^\+ (\S+) (\d+)$/.exec(text) ?? [];
  const event = events.get(id);
  if (!event || event.occurrences + Number(more) > maxOccurrences) return Number(more);
  event.occurrences += Number(more);
  return 0;
}

function readEvent(json: string, events: Map<string, Kept>): number {
  try {
    const event = fromJson(json);
    event.isSpooled = true;
    events.set(event.id, event);
    return 0;
  } catch {
    return 1;
  }
}

function record(payload: string): Uint8Array {
  const bytes = encoder.encode(`00000000 ${payload}\n`);
  encoder.encodeInto(checksum(bytes.subarray(headLength, -1)), bytes);
  return bytes;
}

const table = Int32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 (IEEE) as eight hexadecimal digits. */
function checksum(bytes: Uint8Array): string {
  let crc = -1;
  for (let at = 0; at < bytes.length; at++) crc = (table[(crc ^ (bytes[at] ?? 0)) & 255] ?? 0) ^ (crc >>> 8);
  return (~crc >>> 0).toString(16).padStart(8, "0");
}
