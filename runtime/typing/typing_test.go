package typing_test

import (
	"go/ast"
	"testing"

	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/typing"
)

// typeOfLast is the type of what the last statement of a body returns, as text; "" if it is not known.
func typeOfLast(t *testing.T, code string) string {
	t.Helper()
	program := source.Read(code, source.Filter)
	if program == nil {
		t.Fatalf("cannot read %q", code)
	}
	list := program.Body.List
	kind := typing.New().Of(list[len(list)-1].(*ast.ReturnStmt).Results[0])
	if kind == nil {
		return ""
	}
	return kind.String()
}

func TestOfInfersExpressions(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"return 1":                                          "int",
		"return 1.5 * 2":                                    "float64",
		"return data":                                       "*types.MarketData",
		"return data.Ticker.LastPrice":                      "float64",
		`return data.Klines["5m"]`:                          "[]types.Kline",
		`return data.Klines["5m"][0].Trades`:                "int",
		`return data.Klines["5m"][1:]`:                      "[]types.Kline",
		`return data.Klines["5m"][0].close`:                 "",
		"return data.Timestamp.Hour()":                      "int",
		"return data.Symbol[0]":                             "uint8",
		"x := 1.5\nreturn &x":                               "*float64",
		"x := 1.5\nreturn -x > 1":                           "bool",
		"var x []string\nreturn x":                          "[]string",
		"x, y := 1, 1.5\n_ = x\nreturn y":                   "float64",
		"x := make([]float64, 3)\nreturn x":                 "[]float64",
		"x := append([]int{}, 1)\nreturn x":                 "[]int",
		"x := map[string]int{}\nreturn x[\"\"]":             "int",
		"x, ok := map[string]int{}[\"\"]\n_ = x\nreturn ok": "bool",
		"f := func(a int) (string, error) { return \"\", nil }\nx, _ := f(1)\nreturn x": "string",
		"return float64(1)":                                                                                      "float64",
		"return indicators.CalculateEMA(nil, 3)":                                                                 "*float64",
		"return indicators.CalculateRSI(nil, 3).Values":                                                          "[]float64",
		"return indicators.GetLatestMA(nil, 3)":                                                                  "",
		"type point struct { x float64 }\np := point{1}\nreturn p.x":                                             "float64",
		"type list struct { next *list }\np := list{}\nreturn p.next":                                            "",
		"x := x + 1\nreturn x":                                                                                   "int",
		"var x interface{} = 1\nreturn x.(float64)":                                                              "float64",
		"sum := 0.0\nfor _, k := range data.Klines[\"5m\"] {\n\tlast := k\n\t_ = last\n}\nreturn sum":            "float64",
		"n := len(data.Klines)\nreturn n * 2.5":                                                                  "float64",
		"a, b := indicators.CalculateMA(nil, 1), 2.0\nreturn a + b":                                              "float64",
		"const c = 3\nreturn c":                                                                                  "int",
		"f := func(rest ...float64) []float64 { return rest }\nreturn f(1)[0]":                                   "float64",
		"r := []rune(\"a\")\nreturn r[0]":                                                                        "int32",
		"k := types.Kline{}\nreturn k.Close":                                                                     "float64",
		"x := []float64{}\nfor i, v := range x {\n\t_ = v\n\tif i > 0 {\n\t\treturn true\n\t}\n}\nreturn len(x)": "int",
		"indicators := 3\nreturn indicators":                                                                     "int",
		"fast, slow := indicators.CalculateEMASeries(nil, 9), indicators.CalculateEMASeries(nil, 21)\n_ = slow\nreturn fast[0] > 1": "bool",
	} {
		if got := typeOfLast(t, code); got != want {
			t.Errorf("%s\ngot %q, want %q", code, got, want)
		}
	}
}

func TestFieldFindsFieldsByTheNamesOfTheCode(t *testing.T) {
	t.Parallel()
	if field, ok := typing.Field(typing.MarketData, "Ticker"); !ok || field.Type.String() != "*types.SimplifiedTicker" {
		t.Errorf("got %v", field)
	}
	for _, name := range []string{"ticker", "Price", "wall"} {
		if field, ok := typing.Field(typing.MarketData, name); ok {
			t.Errorf("%s: got %v", name, field)
		}
	}
	if names := typing.FieldNames(typing.MarketData); len(names) != 4 || names[0] != "Symbol" {
		t.Errorf("got %v", names)
	}
	if names := typing.FieldNames(typing.Float); names != nil {
		t.Errorf("got %v", names)
	}
}
