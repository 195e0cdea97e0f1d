import type { Kline, MarketData } from "./schema.ts";

// The order of fields is that of `unpack` in runtime/wire/request.go.
const FIELDS = [
  "openTime",
  "open",
  "high",
  "low",
  "close",
  "volume",
  "buyVolume",
  "sellVolume",
  "volumeDelta",
  "quoteVolume",
  "trades",
  "closeTime",
] as const satisfies readonly (keyof Kline)[];

const CANDLE_BYTES = 8 * FIELDS.length;

/** Frames a request: the length of its JSON, the JSON, and behind it the candles as numbers, which JSON would make slow. */
export function packRequest(
  request: object,
  inputs: readonly MarketData[] = [],
): Uint8Array {
  let size = 0;
  const packed = inputs.map((input) => {
    const klines: Record<string, { start: number; count: number }> = {};
    for (const [interval, candles] of Object.entries(input.klines)) {
      klines[interval] = { start: size, count: candles.length };
      size += candles.length * CANDLE_BYTES;
    }
    return {
      symbol: input.symbol,
      ticker: input.ticker ?? null,
      timestamp: milliseconds(input.timestamp),
      klines,
    };
  });
  const json = new TextEncoder().encode(
    JSON.stringify({ ...request, inputs: packed }),
  );
  const frame = new Uint8Array(4 + json.length + size);
  const view = new DataView(frame.buffer);
  view.setUint32(0, json.length, true);
  frame.set(json, 4);
  let at = 4 + json.length;
  for (const input of inputs) {
    for (const candles of Object.values(input.klines)) {
      for (const candle of candles) {
        for (const field of FIELDS) {
          view.setFloat64(at, candle[field] ?? 0, true);
          at += 8;
        }
      }
    }
  }
  return frame;
}

function milliseconds(timestamp: MarketData["timestamp"]): number {
  if (typeof timestamp === "number") return timestamp;
  const parsed = Date.parse(timestamp ?? "");
  return Number.isNaN(parsed) ? 0 : parsed;
}
