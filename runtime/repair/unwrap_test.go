package repair

import "testing"

func TestCodeIsTakenOutOfMarkdownAndProse(t *testing.T) {
	t.Parallel()
	checkRule(t, "code-fence", []repairCase{
		{name: "markdown and prose", code: "Here is the filter you asked for:\n\n```go\nklines := data.Klines[\"5m\"]\nreturn len(klines) > 20\n```\nGood luck!", want: `klines := data.Klines["5m"]
return len(klines) > 20`},
		{name: "fence that was cut off", code: "```go\nklines := data.Klines[\"5m\"]\nreturn len(klines) > 20", want: `klines := data.Klines["5m"]
return len(klines) > 20`},
		{name: "only the last fence", code: "klines := data.Klines[\"5m\"]\nreturn len(klines) > 20\n```", want: `klines := data.Klines["5m"]
return len(klines) > 20`},
		{name: "sentences without a fence", code: `This filter looks for symbols with a rising price.

price := data.Ticker.LastPrice
return price > 0.5

Let me know if you want to change the limit.`, want: `price := data.Ticker.LastPrice
return price > 0.5`},
		{name: "two blocks with an answer", code: "```go\nreturn true\n```\nor\n```go\nreturn false\n```"},
		{name: "prose between the code stays", code: `klines := data.Klines["5m"]
Now we compare the last close with the first one.
return klines[0].Close > 1`},
	})
}

func TestCodeIsTakenOutOfAStoredAnswer(t *testing.T) {
	t.Parallel()
	checkRule(t, "stored-answer", []repairCase{
		{name: "JSON with the code", code: `{"filterCode": "return data.Ticker.LastPrice > 0.5", "description": "price"}`, want: "return data.Ticker.LastPrice > 0.5"},
		{name: "JSON within prose", code: `Sure! {"name": "rsi", "code": "rsi := indicators.GetLatestRSI(data.Klines[\"5m\"], 14)\nreturn rsi != nil && *rsi > 70"}`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return rsi != nil && *rsi > 70`},
		{name: "JSON without code", code: `{"description": "price above one half", "confidence": 0.9}`},
	})
}
