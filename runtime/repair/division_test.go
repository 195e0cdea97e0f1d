package repair

import "testing"

func TestWholeNumberDivisionsKeepDecimals(t *testing.T) {
	t.Parallel()
	checkRule(t, "whole-number-division", []repairCase{
		{name: "average compared with a price", code: `klines := data.Klines["5m"]
total := 0
for i := range klines {
	total += i
}
average := total / 250
return klines[0].Close > average - 500.5`, want: `klines := data.Klines["5m"]
total := 0
for i := range klines {
	total += i
}
average := float64(total) / 250
if len(klines) < 1 {
	return false // too few candles
}
return klines[0].Close > average - 500.5`},
		{name: "a half that is a position", code: `klines := data.Klines["5m"]
half := len(klines) / 2
return klines[half].Close > math.Abs(-5)`, kept: `klines := data.Klines["5m"]`},
		{name: "a bound of a loop too is no share, and stays whole", code: `n := len(data.Klines["5m"]) - 1
half := n / 2
turns := 0
for i := 0; i < half; i++ {
	turns++
}
return turns == 124 && data.Ticker.LastPrice < half`, kept: "half := n / 2"},
		{name: "share compared with a price", code: `klines := data.Klines["5m"]
rising := 0
for _, k := range klines {
	if k.Close > k.Open {
		rising++
	}
}
share := rising / 300
return data.Ticker.LastPrice > share`, want: `klines := data.Klines["5m"]
rising := 0
for _, k := range klines {
	if k.Close > k.Open {
		rising++
	}
}
share := float64(rising) / 300
return data.Ticker.LastPrice > share`},
	})
}

func TestFormattedTextsAreJoined(t *testing.T) {
	t.Parallel()
	checkRule(t, "formatted-text", []repairCase{
		{name: "timeframe of a number", code: `key := fmt.Sprintf("%dm", 5)
return len(data.Klines[key]) > 20`, want: "strconvItoa := " + closures["strconv.Itoa"] + `
key := strconvItoa(5) + "m"
return len(data.Klines[key]) > 20`},
		{name: "symbol and text", code: `pair := fmt.Sprintf("%s_%s", data.Symbol, "PERP")
return pair == "TESTUSDT_PERP"`, want: `pair := data.Symbol + "_" + "PERP"
return pair == "TESTUSDT_PERP"`},
		{name: "numbers with decimals are rounded", code: `price := fmt.Sprintf("%.2f", data.Ticker.LastPrice)
return price == "1.00"`},
		{name: "a width is more than its parts", code: `key := fmt.Sprintf("%02d", 5)
return key == "05"`},
	})
}

func TestBreaksInSwitchesLeaveTheLoop(t *testing.T) {
	t.Parallel()
	checkRule(t, "break-in-switch", []repairCase{
		{name: "search with a switch", code: `klines := data.Klines["5m"]
i := 0
for {
	switch {
	case i >= len(klines):
		break
	default:
		i++
	}
}
return i == 250`, want: `klines := data.Klines["5m"]
i := 0
scan:
for {
	switch {
	case i >= len(klines):
		break scan
	default:
		i++
	}
}
return i == 250`},
		{name: "within a block", code: `n := 0
if data.Ticker.LastPrice > 0.5 {
	for {
		switch n {
		case 3:
			break
		default:
			n++
		}
	}
}
return n == 3`, want: `n := 0
if data.Ticker.LastPrice > 0.5 {
	scan:
	for {
		switch n {
		case 3:
			break scan
		default:
			n++
		}
	}
}
return n == 3`},
		{name: "a loop without a switch", code: `n := 0
for {
	n++
}`},
		{name: "a break that does not end the loop in time is not meant", code: `for {
	for {
		switch {
		case true:
			break
		}
	}
}`},
	})
}
