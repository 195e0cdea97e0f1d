package metering

import (
	"bytes"
	"go/ast"
	"go/printer"
	"go/token"
	"strings"
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

// instrumented is the body as the interpreter gets it, with names that can be read.
func instrumented(t *testing.T, code string, options Options) (string, *source.Program) {
	t.Helper()
	program, problems := source.Parse(token.NewFileSet(), code, source.Filter)
	if program == nil {
		t.Fatalf("%q: %+v", code, problems)
	}
	Instrument(program, options)
	var text bytes.Buffer
	if err := printer.Fprint(&text, token.NewFileSet(), program.Body); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(text.String(), "\x00", "_"), program
}

func TestInstrumentChargesEveryWayToGoOn(t *testing.T) {
	t.Parallel()
	for code, charges := range map[string]int{
		"return true": 1,
		"for {\n}":    2,
		"for range data.Klines[\"5m\"] {\n}\nreturn true":           2,
		"f := func() {}\nf()\nreturn true":                          2,
		"again:\ngoto again":                                        2,
		"if true {\n\tfor {\n\t\tfor {\n\t\t}\n\t}\n}\nreturn true": 3,
	} {
		text, _ := instrumented(t, code, Options{})
		if got := strings.Count(text, "_meter.Refill()"); got != charges {
			t.Errorf("%s\ncharges %d times, want %d:\n%s", code, got, charges, text)
		}
	}
}

func TestInstrumentChargesMoreForMore(t *testing.T) {
	t.Parallel()
	short, _ := instrumented(t, "return true", Options{})
	long, _ := instrumented(t, strings.Repeat("_ = []float64{1, 2, 3, 4, 5, 6, 7, 8}\n", 100)+"return true", Options{})
	if !strings.Contains(short, "*_fuel--") || !strings.Contains(long, "*_fuel -= 82") {
		t.Errorf("charges are\n%.100s\nand\n%.100s", short, long)
	}
}

func TestInstrumentHasNativeWorkPaidFor(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"n := 3\nreturn len(make([]float64, n)) > 1":                 `make([]float64, _meter.Count(n, 8))`,
		"a := []int{1}\na = append(a, a...)\nreturn true":            `append(a, _meter.Spread(a, 8).(_meter.Ints)...)`,
		"s := data.Symbol\ns = s + s\nreturn true":                   `s = _meter.Text(s+s) + ""`,
		"s := data.Symbol\ns += s\nreturn true":                      `s += _meter.Text(s)`,
		"b := []byte(data.Symbol)\nreturn string(b) > \"a\"":         `_meter.Text(string(b))`,
		"for k := range data.Klines {\n\t_ = k\n}\nreturn true":      `range _meter.Keys(_ranged)`,
		"type s string\na := s(\"x\")\na = a + a\nreturn len(a) > 1": `_meter.Look()`,
	} {
		if text, _ := instrumented(t, code, Options{}); !strings.Contains(text, want) {
			t.Errorf("%s\nhas no %s:\n%s", code, want, text)
		}
	}
}

func TestInstrumentLeavesCheapCodeAlone(t *testing.T) {
	t.Parallel()
	text, _ := instrumented(t, "s := \"a\" + \"b\"\nn := 1 + 2\na := append([]int{}, n)\nfor i := range a {\n\t_ = i\n}\nreturn s > \"a\"", Options{})
	for _, unwanted := range []string{"Text", "Count", "Spread", "Keys", "Look", "Enter"} {
		if strings.Contains(text, unwanted) {
			t.Errorf("calls %s:\n%s", unwanted, text)
		}
	}
}

func TestInstrumentKeepsPositionsAndMarksStatements(t *testing.T) {
	t.Parallel()
	code := "for {\n\tx := 1\n\t_ = x\n}"
	program, _ := source.Parse(token.NewFileSet(), code, source.Filter)
	loop := program.Body.List[0]
	before := program.Place(loop.Pos())
	Instrument(program, Options{Marks: true})
	marks := map[int]bool{}
	ast.Inspect(program.Body, func(node ast.Node) bool {
		if assign, ok := node.(*ast.AssignStmt); ok {
			if star, ok := assign.Lhs[0].(*ast.StarExpr); ok && star.X.(*ast.Ident).Name == markName {
				marks[program.Place(assign.Pos()).Line] = true
			}
		}
		return true
	})
	if len(marks) != 3 {
		t.Errorf("marked lines %v, want 1, 2 and 3", marks)
	}
	if got := program.Place(loop.Pos()); got != before {
		t.Errorf("the loop moved from %+v to %+v", before, got)
	}
}
