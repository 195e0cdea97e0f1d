package indicators

import "github.com/trader-error-recovery/runtime/types"

// DetectEngulfingPattern returns "bullish", "bearish" or "" for the last two closed candles; the newest, still open, is left out.
func DetectEngulfingPattern(klines []types.Kline) string {
	if len(klines) < 3 {
		return ""
	}
	before, candle := klines[len(klines)-3], klines[len(klines)-2]
	switch {
	case before.Close < before.Open && candle.Open < before.Close && candle.Close > before.Open:
		return "bullish"
	case before.Close > before.Open && candle.Open > before.Close && candle.Close < before.Open:
		return "bearish"
	}
	return ""
}
