package sandbox

import (
	"reflect"
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/source"
)

func addPrograms(f *testing.F) {
	f.Add([]byte(typical), false)
	for _, program := range hostile {
		f.Add([]byte(program.code), false)
	}
	for _, code := range []string{
		"", "return true", "return 5", "return [}", "x := 1 1\nreturn x", "return []float64{data.Klines[\"5m\"][0].Close}[0] > 1", "return true\x00", "\xff\xfe",
		"for i := range 10 {\n\t_ = i\n}\nreturn false", "m := map[string]int{\"b\": 2, \"a\": 1}\nfor k := range m {\n\tif k == \"b\" {\n\t\treturn true\n\t}\n}\nreturn false",
		"klines := data.Klines[\"5m\"]\nreturn klines[len(klines)-1].Close > 5", "var x interface{} = 1\nreturn x.(float64) > 1", "type t struct{ a, b float64 }\nv := t{1, 2}\nreturn v.a > v.b",
		"switch x := len(data.Symbol); {\ncase x > 3:\n\tfallthrough\ndefault:\n\treturn true\n}", "f := func(n ...int) int { return len(n) }\nreturn f(1, 2) == 2",
	} {
		f.Add([]byte(code), false)
	}
	f.Add([]byte(`return map[string]interface{}{"a": []float64{1, 2}, "b": data.Symbol}`), true)
}

func componentOf(series bool) source.Component {
	if series {
		return source.Series
	}
	return source.Filter
}

// within fails where something does not end; what hangs cannot be ended, and is left behind.
func within(t *testing.T, limit time.Duration, act func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		act()
	}()
	select {
	case <-done:
	case <-time.After(limit):
		t.Fatalf("does not end within %s", limit)
	}
}

// Found by the fuzzer: the interpreter locks itself out where a deferred closure is a variable, and no budget reaches it.
func TestADeferredVariableDoesNotHang(t *testing.T) {
	t.Parallel()
	within(t, 5*time.Second, func() {
		Run("f := func() {}\ndefer f()\nreturn true", source.Filter, []Input{market{12}}, DefaultLimits(source.Filter))
	})
}

// FuzzCheck looks for bytes that make the check panic or hang, or answer without saying what is wrong.
func FuzzCheck(f *testing.F) {
	addPrograms(f)
	f.Fuzz(func(t *testing.T, code []byte, series bool) {
		var failures []Failure
		within(t, 10*time.Second, func() { failures = Check(string(code), componentOf(series)) })
		for _, failure := range failures {
			if failure.Class != Compile || failure.Code == "" || failure.Message == "" || failure.Line < 0 || failure.Column < 0 {
				t.Errorf("got %+v", failure)
			}
		}
	})
}

// FuzzRun looks for programs that escape their budget, or that do not end the same way twice.
func FuzzRun(f *testing.F) {
	addPrograms(f)
	f.Fuzz(func(t *testing.T, code []byte, series bool) {
		component := componentOf(series)
		limits := DefaultLimits(component)
		limits.Steps, limits.Allocated, limits.Time = 20_000, 16<<20, time.Minute // steps and bytes decide
		var first, again Result
		within(t, 20*time.Second, func() {
			first = Run(string(code), component, []Input{market{12}}, limits)[0]
			again = Run(string(code), component, []Input{market{12}}, limits)[0]
		})
		if first.Steps > limits.Steps+limits.Steps/10 {
			t.Errorf("took %d of %d steps", first.Steps, limits.Steps)
		}
		if first.Failure != nil && (first.Matched || first.Series != nil || first.Failure.Code == "") {
			t.Errorf("failed, and answered: %+v", first)
		}
		if again.Steps != first.Steps || again.Matched != first.Matched || !reflect.DeepEqual(again.Series, first.Series) || !reflect.DeepEqual(again.Failure, first.Failure) {
			t.Errorf("%+v %+v, then %+v %+v", first, first.Failure, again, again.Failure)
		}
	})
}
