package repair

import "testing"

func TestBodiesAreTakenOutOfForeignFunctions(t *testing.T) {
	t.Parallel()
	checkRule(t, "foreign-function", []repairCase{
		{name: "function of JavaScript", code: `function evaluate(data) {
    const price = data.Ticker.LastPrice;
    return price > 0.5;
}`, want: `const price = data.Ticker.LastPrice;
return price > 0.5;`},
		{name: "arrow that is exported", code: `export default (market) => {
  return market.Ticker.LastPrice > 0.5;
};`, want: `market := data
return market.Ticker.LastPrice > 0.5;`},
		{name: "function of Python", code: `def evaluate(data) -> bool:
    price = data.Ticker.LastPrice
    if price > 5:
        return False
    return price > 0.5`, want: `price := data.Ticker.LastPrice
if price > 5 {
    return false
}
return price > 0.5`},
		{name: "a class around it", code: `class Filter {
  evaluate(data) {
    return data.Ticker.LastPrice > 0.5;
  }
}`},
	})
}
