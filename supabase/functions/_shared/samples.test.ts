import assert from "node:assert/strict";
import { marketDataSchema } from "./filter-runtime/schema.ts";
import { sampleMarkets } from "./samples.ts";

Deno.test("sample markets are the same whenever they are made, and are market data", () => {
  const markets = sampleMarkets(["1m", "5m", "1h"]);
  assert.deepEqual(markets, sampleMarkets(["1m", "5m", "1h"]));
  for (const market of markets) {
    assert.ok(marketDataSchema.safeParse(market).success, market.symbol);
  }
});

Deno.test("sample candles follow each other, and their prices and volumes agree", () => {
  for (const { symbol, klines } of sampleMarkets(["5m", "1d"])) {
    for (const candles of Object.values(klines)) {
      candles.forEach((kline, index) => {
        const before = candles[index - 1];
        assert.ok(before === undefined || before.closeTime + 1 === kline.openTime, symbol);
        assert.ok(kline.low <= Math.min(kline.open, kline.close), symbol);
        assert.ok(kline.high >= Math.max(kline.open, kline.close), symbol);
        assert.ok(Math.abs(kline.buyVolume + kline.sellVolume - kline.volume) < 1e-6, symbol);
      });
    }
  }
});

Deno.test("among the samples are a market without any movement and one that was just listed", () => {
  const markets = new Map(sampleMarkets(["5m", "1h"]).map((market) => [market.symbol, market]));
  const flat = markets.get("SAMPLE_FLAT")?.klines["5m"] ?? [];
  assert.ok(
    flat.length === 250 &&
      flat.every(({ open, high, low, volume }) => high === low && open === high && volume === 0),
  );
  const klines = markets.get("SAMPLE_NEW")?.klines;
  assert.deepEqual([klines?.["5m"]?.length, klines?.["1h"]], [10, undefined]);
});
