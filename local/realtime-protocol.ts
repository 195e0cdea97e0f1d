// The frames of Realtime's protocol 2.0.0: JSON arrays, and a binary form for broadcasts.
import { z } from "zod";

const frame = z.tuple([
  z.string().nullable(),
  z.string().nullable(),
  z.string(),
  z.string(),
  z.looseObject({}),
]);

export interface Message {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: Record<string, unknown>;
}

/** A message a client sent, or undefined for anything that is none. */
export function decode(data: unknown): Message | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const [joinRef, ref, topic, event, payload] = frame.parse(JSON.parse(data));
    return { joinRef, ref, topic, event, payload };
  } catch {
    return undefined;
  }
}

export function encode({ joinRef, ref, topic, event, payload }: Message): string {
  return JSON.stringify([joinRef, ref, topic, event, payload]);
}

export function reply(to: Message, status: "ok" | "error", response: Record<string, unknown>): string {
  return encode({ ...to, event: "phx_reply", payload: { status, response } });
}

const BROADCAST = 4;
const JSON_PAYLOAD = 1;

/** A broadcast from the database: kind, three lengths and the encoding, then topic, event, metadata and payload. */
export function encodeBroadcast(
  topic: string,
  event: string,
  id: string,
  payload: unknown,
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts = [topic, event, JSON.stringify({ id })].map((text) => encoder.encode(text));
  const lengths = parts.map((part) => part.length);
  const tooLong = lengths.find((length) => length > 255);
  if (tooLong !== undefined) {
    throw new RangeError(`Cannot broadcast: topic and event hold at most 255 bytes, not ${tooLong}`);
  }
  const body = encoder.encode(JSON.stringify(payload ?? {}));
  const chunks = [Uint8Array.of(BROADCAST, ...lengths, JSON_PAYLOAD), ...parts, body];
  const result = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    result.set(chunk, offset);
    offset += chunk.length;
  }
  return result;
}
