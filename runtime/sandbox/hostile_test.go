package sandbox

import (
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/source"
)

// The programs that somebody would write to get out of the budget, with what ends each.
var hostile = []struct {
	name, code string
	class      Class
}{
	{"endless loop", "for {}", Timeout},
	{"loop without a step", "for i := 0; i < 10; {}\nreturn true", Timeout},
	{"labelled continue", "outer:\nfor {\n for {\n continue outer\n }\n}", Timeout},
	{"goto itself", "again:\ngoto again", Timeout},
	{"goto back", "again:\nn := 1\n_ = n\ngoto again", Timeout},
	{"loop in a closure", "func() { for {} }()\nreturn true", Timeout},
	{"loop in a deferred call", "defer func() { for {} }()\nreturn true", Timeout},
	{"loop in a stored closure", "x := []func(){func() { for {} }}\nx[0]()\nreturn true", Timeout},
	{"loop in a case", "switch { case true: for {} }\nreturn true", Timeout},
	{"loop of recovering closures", "for { func() { defer func() { recover() }(); for {} }() }", Timeout},
	{"recovering from the end of the budget", "defer func() { recover() }()\nfor {}", Timeout},
	{"recovering and looping again", "defer func() { recover(); for {} }()\nfor {}", Timeout},
	{"native work in a loop", `for { indicators.CalculateBollingerBands(data.Klines["5m"], 50, 2) }`, Timeout},
	{"recursion", "var f func(int) int\nf = func(x int) int { return f(x + 1) + 1 }\nreturn f(1) > 0", Memory},
	{"mutual recursion", "var f, g func()\nf = func() { g() }\ng = func() { f() }\nf()\nreturn true", Memory},
	{"recursion through the filter itself", "return evaluate(data)", Memory},
	{"recursion through a map of closures", "m := map[string]func(){}\nm[\"a\"] = func() { m[\"a\"]() }\nm[\"a\"]()\nreturn true", Memory},
	{"recursion that recovers", "var f func()\nf = func() { defer func() { recover() }(); f() }\nfor { f() }", Memory},
	{"doubling text", "s := \"x\"\nfor { s = s + s }", Memory},
	{"doubling text in place", "s := \"x\"\nfor { s += s }", Memory},
	{"text of many parts", "s := \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"\nfor { s = s + s + s + s + s + s + s + s + s + s }", Memory},
	{"doubling list", "a := []int{1}\nfor { a = append(a, a...) }", Memory},
	{"doubling list of lists", "a := [][]float64{{1}}\nfor { a = append(a, a...) }", Memory},
	{"doubling candles", "k := data.Klines[\"5m\"]\nfor { k = append(k, k...) }", Memory},
	{"a very long list", "return len(make([]float64, 1<<40)) > 1", Memory},
	{"a very long list by a variable", "n := 1 << 33\nreturn len(make([]float64, n, n)) > 1", Memory},
	{"a large map", "m := make(map[int]int, 1<<40)\nreturn len(m) > 1", Memory},
	{"long lists, many", "n := 0\nfor { n += len(make([]float64, 100000)) }", Timeout},
	{"bytes of a long text", "s := \"xxxxxxxxxxxxxxxx\"\nfor { b := []byte(s + s); s = string(b) }", Memory},
	{"runes of a long text", "s := \"xxxxxxxxxxxxxxxx\"\nfor { s = string([]rune(s + s)) }", Memory},
	{"a constant of many bits", "const c = 1 << 100000000\nreturn c > 1", Compile},
	{"squared constants", "const a = 1 << 400\nconst b = a * a\nreturn b > 1", Compile},
	{"a huge array", "var a [1 << 30]float64\nreturn len(a) > 1", Compile},
	{"an array of arrays", "type row [60000]float64\nvar a [60000]row\nreturn len(a) > 1", Compile},
	{"a literal with a huge index", "x := []float64{1 << 40: 1}\nreturn len(x) > 1", Compile},
	{"init beside the filter", "return true\n}\nfunc init() {\n\tfor {}\n", Compile},
	{"a variable beside the filter", "return true\n}\nvar x = func() bool {\n\tfor {}\n}()\nfunc f() {", Compile},
	{"a goroutine", "go func() { panic(1) }()\nreturn true", Compile},
	{"waiting", "select {}", Compile},
	{"a channel", "c := make(chan int)\nreturn <-c == 1", Compile},
	{"the environment", "return os.Getenv(\"HOME\") != \"\"", Compile},
	{"unsafe", "return unsafe.Sizeof(1) > 0", Compile},
	{"the meter itself", "meter.Fuel = 1 << 60\nreturn true", Compile},
	{"a package of the host", "import \"os\"\nreturn true", Compile},
}

func TestNothingEscapesTheBudget(t *testing.T) {
	t.Parallel()
	for _, program := range hostile {
		t.Run(program.name, func(t *testing.T) {
			t.Parallel()
			limits := DefaultLimits(source.Filter)
			limits.Steps, limits.Time, limits.Heap = 50_000, time.Minute, 4<<30 // the race detector is slow; steps and bytes decide
			first := Run(program.code, source.Filter, []Input{market{60}}, limits)[0]
			if first.Failure == nil || first.Failure.Class != program.class {
				t.Fatalf("ended by %+v, want %s", first.Failure, program.class)
			}
			again := Run(program.code, source.Filter, []Input{market{60}}, limits)[0]
			if again.Steps != first.Steps || again.Failure.Code != first.Failure.Code {
				t.Errorf("took %d steps, then %d", first.Steps, again.Steps)
			}
		})
	}
}
