// One request's events, and the request's body.
import { type Kept, toJson } from "./encode.ts";

const maxBatchEvents = 500;
// The server takes 4 MB; the rest is room for commas and counts.
const maxBatchBytes = 3_500_000;
const minGzipBytes = 1_024;

export type Batch = readonly Kept[];

/** In order, each within the server's limits; an event beyond them stands alone. */
export function splitIntoBatches(events: readonly Kept[]): Batch[] {
  const batches: Kept[][] = [];
  let bytes = Infinity;
  for (const event of events) {
    const last = batches.at(-1);
    if (last && last.length < maxBatchEvents && bytes + event.bytes <= maxBatchBytes) {
      last.push(event);
      bytes += event.bytes;
    } else {
      batches.push([event]);
      bytes = event.bytes;
    }
  }
  return batches;
}

export function halve(batch: Batch): Batch[] {
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}

/** A batch as it is sent, however often it is tried. */
export interface Message {
  id: string;
  /** The JSON, which is what is signed. */
  body: Uint8Array<ArrayBuffer>;
  /** The same compressed, where that is worth it. */
  gzip: Uint8Array<ArrayBuffer> | undefined;
}

export async function toMessage(batch: Batch): Promise<Message> {
  const body = new TextEncoder().encode(`{"events":[${batch.map(toJson).join(",")}]}`);
  return {
    id: `msg_${crypto.randomUUID()}`,
    body,
    gzip: body.length < minGzipBytes ? undefined : await compress(body),
  };
}

async function compress(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
