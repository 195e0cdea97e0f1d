package sandbox

import (
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/metering"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

const typical = `klines := data.Klines["5m"]
if len(klines) < 60 {
	return false
}
rsi := indicators.GetLatestRSI(klines, 14)
fast := indicators.CalculateEMA(klines, 9)
slow := indicators.CalculateEMA(klines, 21)
volume := indicators.CalculateAvgVolume(klines, 20)
if rsi == nil || fast == nil || slow == nil || volume == nil {
	return false
}
rising := 0
for i := len(klines) - 20; i < len(klines); i++ {
	if klines[i].Close > klines[i-1].Close {
		rising++
	}
}
last := klines[len(klines)-1]
return *rsi > 40 && *fast > *slow && last.Volume > *volume && rising > 10`

func BenchmarkCheck(b *testing.B) {
	for b.Loop() {
		if failures := Check(typical, source.Filter); failures != nil {
			b.Fatal(failures)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		if NewRunner(typical, source.Filter, DefaultLimits(source.Filter)).Failure() != nil {
			b.Fatal("does not compile")
		}
	}
}

func BenchmarkInterpreter(b *testing.B) {
	for b.Loop() {
		newInterpreter(metering.New(metering.Limits{}))
	}
}

func BenchmarkRun(b *testing.B) {
	runner := NewRunner(typical, source.Filter, DefaultLimits(source.Filter))
	for b.Loop() {
		if result := runner.Run(market{250}); result.Failure != nil {
			b.Fatal(result.Failure)
		}
	}
}

// BenchmarkRunUnmetered is what the same filter takes without a budget; the ratio is what the budget costs.
func BenchmarkRunUnmetered(b *testing.B) {
	meter := metering.New(metering.Limits{Steps: 1 << 60, Depth: 1 << 30, Allocated: 1 << 60, Heap: 1 << 60, Time: time.Hour})
	interpreter := newInterpreter(meter)
	program, problems := source.Parse(interpreter.FileSet(), typical, source.Filter)
	if program == nil {
		b.Fatal(problems)
	}
	compiled, failure := compile(interpreter, program)
	if failure != nil {
		b.Fatal(failure)
	}
	run := compiled.Interface().(func(*types.MarketData) bool)
	for b.Loop() {
		meter.Start()
		run(market{250}.MarketData())
	}
}
