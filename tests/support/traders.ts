import type { Project, TestUser } from "./project.ts";

/** Filters as traders' owners have them: the defect, and the text the executor reports for it. */
export const FILTERS = {
  missingFunction: {
    code: `ma := indicators.GetLatestMA(data.Klines["5m"], 20)
if ma == nil {
	return false
}
return data.Ticker.LastPrice > *ma`,
    message:
      'failed to compile filter code: 10:18: package indicators "github.com/vyx/go-screener/pkg/indicators" has no symbol GetLatestMA',
  },
  missingNilCheck: {
    code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return *rsi < 30`,
    message: "panic in trader: reflect: call of reflect.Value.Float on zero Value",
  },
  /** Fails only where a candle has no trades. */
  noTrades: {
    code: `klines := data.Klines["5m"]
n := 0
for i := 0; i < len(klines); i++ {
	if klines[i].Trades == -1 {
		n = 100 / (klines[i].Trades + 1)
	}
}
return n > 3`,
    message: "panic in trader: runtime error: integer divide by zero",
  },
  endless: {
    code: `klines := data.Klines["5m"]
count := 0
i := len(klines) - 1
for i >= 0 {
	if klines[i].Close > klines[i].Open {
		count++
		i--
	}
}
return count > 3`,
    message: "filter execution timed out after 1s",
  },
};

export type FilterName = keyof typeof FILTERS;

/** Creates a trader of this user with one of the filters. */
export async function createTrader(project: Project, user: TestUser, filter: FilterName): Promise<string> {
  const { data, error } = await project.admin
    .from("traders")
    .insert({
      user_id: user.id,
      name: `Dip <hunter> & "co"`,
      filter: { code: FILTERS[filter].code, requiredTimeframes: ["5m"] },
      strategy: { description: "Buy when the market is oversold" },
    })
    .select("id")
    .single();
  if (error) throw error;
  return data.id;
}

/** An error event of this trader as an executor reports it. */
export function errorEvent(
  traderId: string,
  filter: FilterName,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    event_id: crypto.randomUUID(),
    trader_id: traderId,
    error_message: FILTERS[filter].message,
    context: { symbol: "NEWUSDT", trigger_interval: "5m" },
    ...more,
  };
}

/** Market data with this many candles; rising and falling, the same for the same arguments. */
export function market(symbol: string, candles: number): Record<string, unknown> {
  const klines = Array.from({ length: candles }, (_, index) => {
    const open = 100 + 10 * Math.sin(index / 3);
    const close = 100 + 10 * Math.sin((index + 1) / 3);
    const openTime = 1_772_000_000_000 + index * 300_000;
    return {
      openTime,
      closeTime: openTime + 299_999,
      open,
      close,
      high: Math.max(open, close) + 1,
      low: Math.min(open, close) - 1,
      volume: 1000,
      buyVolume: 600,
      sellVolume: 400,
      volumeDelta: 200,
      quoteVolume: 100_000,
      trades: 50,
    };
  });
  const lastPrice = klines.at(-1)?.close ?? 0;
  return {
    symbol,
    ticker: { lastPrice, priceChangePercent: 1.5, quoteVolume: 1_000_000 },
    klines: { "5m": klines },
    timestamp: "2026-02-28T00:00:00Z",
  };
}
