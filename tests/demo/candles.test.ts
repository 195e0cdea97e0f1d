import assert from "node:assert/strict";
import { join } from "node:path";
import { type CandleSource, candlesPerInterval, intervalMs } from "../../local/candles/candle-source.ts";
import { chooseCandleSource } from "../../local/candles/choose-source.ts";
import { openExchangeSource } from "../../local/candles/exchange-source.ts";
import { openFolderSource } from "../../local/candles/folder-source.ts";
import { openGeneratorSource } from "../../local/candles/generator-source.ts";
import { newListing, withNewListing } from "../../local/candles/new-listing.ts";
import { writeCandleFolder } from "./candle-folder.ts";
import { startFakeServer } from "./fake-server.ts";

const now = Date.UTC(2026, 1, 28, 10, 30);

const folderOptions = { now, symbols: 2, candles: 20 };

/** One row of Binance's klines answer; the candle closes a minute after it opens. */
function exchangeRow(openTime: number, volume: string, bought: string): unknown[] {
  return [openTime, "1.0", "1.2", "0.9", "1.1", volume, openTime + 59_999, "110.5", 42, bought, "60.1", "0"];
}

Deno.test("folder source serves the newest candles of each symbol, oldest first", async () => {
  await using folder = await writeCandleFolder(folderOptions);
  const source = await openFolderSource(folder.path);
  const klines = await source.klines("ALPHAUSDT", "5m", 3);

  assert.deepEqual(source.symbols, ["ALPHAUSDT", "BRAVOUSDT"]);
  assert.equal(klines.length, 3);
  assert.deepEqual(klines, await openGeneratorSource({ now }).klines("ALPHAUSDT", "5m", 3));
  assert.equal(
    (await source.ticker("ALPHAUSDT")).lastPrice,
    (await source.klines("ALPHAUSDT", "1h", 1))[0]?.close,
  );
});

Deno.test("folder source rejects a symbol it does not have", async () => {
  await using folder = await writeCandleFolder(folderOptions);
  const source = await openFolderSource(folder.path);
  await assert.rejects(source.klines("NOSUCHUSDT", "1m", 1), { name: "UnknownSymbolError" });
  await assert.rejects(source.ticker("NOSUCHUSDT"), { name: "UnknownSymbolError" });
});

Deno.test("a CANDLES_DIR that does not exist is an error naming it", async () => {
  await assert.rejects(
    chooseCandleSource({ candlesDir: "/no/such/folder" }),
    /Cannot use CANDLES_DIR=\/no\/such\/folder: tickers\.json cannot be read/,
  );
});

Deno.test("a CANDLES_DIR with a missing, broken or malformed file is an error naming the file", async (t) => {
  await using folder = await writeCandleFolder(folderOptions);
  const file = join(folder.path, "BRAVOUSDT-4h.json");
  await t.step("malformed", async () => {
    await Deno.writeTextFile(file, '[{"openTime": 1}]');
    await assert.rejects(openFolderSource(folder.path), /BRAVOUSDT-4h\.json does not hold what it should/);
  });
  await t.step("not JSON", async () => {
    await Deno.writeTextFile(file, "candles");
    await assert.rejects(openFolderSource(folder.path), /BRAVOUSDT-4h\.json is not JSON/);
  });
  await t.step("missing", async () => {
    await Deno.remove(file);
    await assert.rejects(openFolderSource(folder.path), /BRAVOUSDT-4h\.json cannot be read/);
  });
});

Deno.test("generator gives the same candles for the same seed and others for another", async () => {
  const read = (source: CandleSource): Promise<unknown> => source.klines("CARGOUSDT", "1h", 50);
  const first = await read(openGeneratorSource({ seed: "a", now }));
  assert.deepEqual(await read(openGeneratorSource({ seed: "a", now })), first);
  assert.notDeepEqual(await read(openGeneratorSource({ seed: "b", now })), first);
});

Deno.test("generator serves 250 candles per timeframe without gaps, ending at one time", async () => {
  const source = openGeneratorSource({ now });
  assert.equal(source.symbols.length, 8);
  for (const interval of source.intervals) {
    const klines = await source.klines("ALPHAUSDT", interval, 1000);
    assert.equal(klines.length, candlesPerInterval);
    assert.equal(klines.at(-1)?.closeTime, Date.UTC(2026, 1, 28, 8) - 1);
    klines.slice(1).forEach((kline, index) => {
      assert.equal(kline.openTime - (klines[index]?.openTime ?? 0), intervalMs[interval]);
    });
  }
});

Deno.test("generator's longer candles are the sum of its minutes", async () => {
  const source = openGeneratorSource({ now });
  const minutes = await source.klines("HELIXUSDT", "1m", 60);
  const [hour] = await source.klines("HELIXUSDT", "1h", 1);
  assert.ok(hour);
  assert.equal(hour.open, minutes[0]?.open);
  assert.equal(hour.close, minutes.at(-1)?.close);
  assert.equal(hour.high, Math.max(...minutes.map(({ high }) => high)));
  assert.equal(hour.low, Math.min(...minutes.map(({ low }) => low)));
  assert.equal(hour.trades, minutes.reduce((sum, { trades }) => sum + trades, 0));
  assert.ok(Math.abs(hour.buyVolume + hour.sellVolume - hour.volume) < hour.volume * 1e-6);
});

Deno.test("exchange source reads numbers from text, splits the volume and leaves the open candle out", async () => {
  const asked: string[] = [];
  await using server = startFakeServer((request) => {
    asked.push(request.url);
    if (request.url.includes("/ticker/24hr")) {
      return Response.json({ lastPrice: "1.1", priceChangePercent: "-2.5", quoteVolume: "123.4", count: 9 });
    }
    return Response.json([
      exchangeRow(now - 120_000, "100", "60"),
      exchangeRow(now - 60_000, "50", "10"),
      exchangeRow(now, "7", "7"),
    ]);
  });
  const source = await openExchangeSource({ baseUrl: server.url, now: () => now });

  const klines = await source.klines("ETHUSDT", "1m", 2);
  assert.deepEqual(
    klines.map((
      { volume, buyVolume, sellVolume, volumeDelta },
    ) => [volume, buyVolume, sellVolume, volumeDelta]),
    [
      [100, 60, 40, 20],
      [50, 10, 40, -30],
    ],
  );
  assert.deepEqual(klines[1], {
    openTime: now - 60_000,
    open: 1,
    high: 1.2,
    low: 0.9,
    close: 1.1,
    volume: 50,
    buyVolume: 10,
    sellVolume: 40,
    volumeDelta: -30,
    quoteVolume: 110.5,
    trades: 42,
    closeTime: now - 1,
  });
  assert.deepEqual(await source.ticker("ETHUSDT"), {
    lastPrice: 1.1,
    priceChangePercent: -2.5,
    quoteVolume: 123.4,
  });
  assert.match(asked[1] ?? "", /\/fapi\/v1\/klines\?symbol=ETHUSDT&interval=1m&limit=3$/);
  await assert.rejects(source.klines("NOSUCHUSDT", "1m", 1), { name: "UnknownSymbolError" });
});

Deno.test("the exchange is chosen when it answers", async () => {
  await using server = startFakeServer(() => Response.json([exchangeRow(now - 60_000, "1", "1")]));
  const source = await chooseCandleSource({ exchange: { baseUrl: server.url } });
  assert.equal(source.name, "exchange");
  assert.match(source.reason, /exchange at http/);
});

Deno.test("the generator is chosen, with the reason, when the exchange refuses, answers nonsense or is silent", async (t) => {
  await t.step("refuses", async () => {
    await using server = startFakeServer(() => new Response("restricted location", { status: 451 }));
    const source = await chooseCandleSource({ exchange: { baseUrl: server.url } });
    assert.equal(source.name, "generator");
    assert.match(source.reason, /answered 451/);
  });
  await t.step("answers nonsense", async () => {
    await using server = startFakeServer(() => Response.json({ hello: "world" }));
    assert.equal((await chooseCandleSource({ exchange: { baseUrl: server.url } })).name, "generator");
  });
  await t.step("is silent", async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    await using server = startFakeServer(() => promise);
    const source = await chooseCandleSource({ exchange: { baseUrl: server.url }, timeoutMs: 20 });
    resolve(new Response());
    assert.equal(source.name, "generator");
    assert.match(source.reason, /did not answer within 0\.02 s/);
  });
});

Deno.test("a newly listed symbol has the 10 newest candles of an existing one on each timeframe", async () => {
  const plain = openGeneratorSource({ now });
  const source = withNewListing(plain);
  assert.deepEqual(source.symbols, [...plain.symbols, newListing.symbol]);
  for (const interval of source.intervals) {
    const klines = await source.klines(newListing.symbol, interval, candlesPerInterval);
    assert.deepEqual(klines, await plain.klines("ALPHAUSDT", interval, 10));
  }
  assert.deepEqual(await source.ticker(newListing.symbol), await plain.ticker("ALPHAUSDT"));
  assert.equal((await source.klines("BRAVOUSDT", "1m", candlesPerInterval)).length, candlesPerInterval);
});
