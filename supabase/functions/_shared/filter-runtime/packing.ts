import { FilterRuntimeError, invalid } from "./filter-runtime-error.ts";
import { parseRequest } from "./parse-request.ts";
import { inputHeadSchema, type Kline, type MarketData } from "./schema.ts";

interface Field {
  name: keyof Kline;
  /** A field the exchange left out counts as 0. */
  optional: boolean;
  whole: boolean;
}

const required = (name: keyof Kline): Field => ({
  name,
  optional: false,
  whole: false,
});
const optional = (name: keyof Kline): Field => ({
  name,
  optional: true,
  whole: false,
});

// The order of fields is that of `unpack` in runtime/wire/request.go.
const FIELDS: readonly Field[] = [
  { ...required("openTime"), whole: true },
  required("open"),
  required("high"),
  required("low"),
  required("close"),
  required("volume"),
  optional("buyVolume"),
  optional("sellVolume"),
  optional("volumeDelta"),
  optional("quoteVolume"),
  { ...optional("trades"), whole: true },
  { ...optional("closeTime"), whole: true },
];

const CANDLE_BYTES = 8 * FIELDS.length;

/** What the module's memory holds beside a filter's own: some 270 markets of 5 timeframes with 250 candles. */
const MAX_BYTES = 32 * 1024 * 1024;

interface Head {
  symbol: string;
  ticker: NonNullable<MarketData["ticker"]> | null;
  timestamp: number;
  klines: Record<string, { start: number; count: number }>;
}

interface Series {
  path: string;
  candles: readonly unknown[];
}

/**
 * Frames a request: the length of its JSON, the JSON, and behind it the candles as numbers, which JSON would make slow.
 * Inputs are checked on the way; what is wrong with one is a FilterRuntimeError.
 */
export function packRequest(request: object, inputs: readonly MarketData[] = []): ArrayBuffer {
  if (!Array.isArray(inputs)) throw invalid("inputs", "a list", inputs);
  const heads: Head[] = [];
  const series: Series[] = [];
  let size = 0;
  inputs.forEach((input, index) => {
    const path = `inputs[${index}]`;
    const { symbol, ticker = null, timestamp, klines } = parseRequest(inputHeadSchema, input, path);
    const spans: Head["klines"] = {};
    for (const [interval, candles] of Object.entries(klines)) {
      spans[interval] = { start: size, count: candles.length };
      size += candles.length * CANDLE_BYTES;
      series.push({ path: `${path}.klines.${interval}`, candles });
    }
    heads.push({
      symbol,
      ticker,
      timestamp: milliseconds(timestamp),
      klines: spans,
    });
  });
  const json = new TextEncoder().encode(JSON.stringify({ ...request, inputs: heads }));
  if (json.length + size > MAX_BYTES) throw tooLarge(json.length + size);

  const frame = new ArrayBuffer(4 + json.length + size);
  const view = new DataView(frame);
  view.setUint32(0, json.length, true);
  new Uint8Array(frame).set(json, 4);
  let at = 4 + json.length;
  for (const { path, candles } of series) {
    at = packCandles(view, at, candles, path);
  }
  return frame;
}

// Every number is looked at here, once, as it is written: zod would take ten times as long as the rest.
function packCandles(view: DataView, start: number, candles: readonly unknown[], path: string): number {
  let at = start;
  for (let i = 0; i < candles.length; i++) {
    const candle = candles[i];
    if (!isRecord(candle)) throw invalid(`${path}[${i}]`, "a candle", candle);
    for (const { name, optional, whole } of FIELDS) {
      const value = candle[name];
      if (
        typeof value === "number" &&
        (whole ? Number.isSafeInteger(value) : Number.isFinite(value))
      ) {
        view.setFloat64(at, value, true);
      } else if (value !== undefined || !optional) {
        throw invalid(`${path}[${i}].${name}`, whole ? "a whole number" : "a finite number", value);
      }
      at += 8;
    }
  }
  return at;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function milliseconds(timestamp: MarketData["timestamp"]): number {
  return typeof timestamp === "number" ? timestamp : timestamp ? Date.parse(timestamp) : 0;
}

function tooLarge(bytes: number): FilterRuntimeError {
  const megabytes = (size: number): string => `${(size / 2 ** 20).toFixed(1)} MB`;
  return new FilterRuntimeError(
    "request_too_large",
    `inputs and code must be at most ${megabytes(MAX_BYTES)} packed, but are ${megabytes(bytes)}; ` +
      "send fewer inputs with each call",
  );
}
