package repair

import "testing"

func TestWholePower(t *testing.T) {
	t.Parallel()
	checkRule(t, "whole-power", []repairCase{
		{"power", `x := data.Ticker.LastPrice
return math.Pow(x, 2) > 0`, `x := data.Ticker.LastPrice
return ((x)*(x)) > 0`, 250},
		{"broken exponent", `return math.Pow(data.Ticker.LastPrice, 0.3) > 1`, "", 10},
	})
}
