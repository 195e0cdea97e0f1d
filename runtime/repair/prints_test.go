package repair

import "testing"

func TestPrintsAreRemoved(t *testing.T) {
	t.Parallel()
	checkRule(t, "print-removed", []repairCase{
		{name: "debugging output", code: `price := data.Ticker.LastPrice
fmt.Printf("price of %s: %f\n", data.Symbol, price)
return price > 0.5`, want: `price := data.Ticker.LastPrice
return price > 0.5`},
		{name: "console.log with a semicolon", code: `const price = data.Ticker.LastPrice
console.log("price", price);
return price > 0.5`, want: `price := data.Ticker.LastPrice
return price > 0.5`},
		{name: "text made for a print", code: `price := data.Ticker.LastPrice
message := fmt.Sprintf("price %f", price)
fmt.Println(message)
return price > 0.5`, want: `price := data.Ticker.LastPrice
return price > 0.5`},
		{name: "a print that counts stays", code: `n := 0
var next func() int
next = func() int {
	n++
	return n
}
fmt.Println(next())
return n == 1`},
		{name: "a print that counts by a declared closure stays", code: `n := 0
next := func() int {
	n++
	return n
}
fmt.Println(next())
return n == 1`},
	})
}
