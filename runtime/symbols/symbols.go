// Package symbols lists what a filter can name: the two packages its wrapper imports, and nothing else.
package symbols

import (
	"reflect"

	"github.com/traefik/yaegi/interp"

	"github.com/trader-error-recovery/runtime/indicators"
	"github.com/trader-error-recovery/runtime/types"
)

// The import paths that the executor's wrapper names.
const (
	TypesPath      = "github.com/vyx/go-screener/pkg/types"
	IndicatorsPath = "github.com/vyx/go-screener/pkg/indicators"
)

// Indicators holds every function that exists, by name.
var Indicators = map[string]any{
	"CalculateAvgVolume":      indicators.CalculateAvgVolume,
	"CalculateBollingerBands": indicators.CalculateBollingerBands,
	"CalculateEMA":            indicators.CalculateEMA,
	"CalculateEMASeries":      indicators.CalculateEMASeries,
	"CalculateMA":             indicators.CalculateMA,
	"CalculateMACD":           indicators.CalculateMACD,
	"CalculateMASeries":       indicators.CalculateMASeries,
	"CalculateRSI":            indicators.CalculateRSI,
	"CalculateStochastic":     indicators.CalculateStochastic,
	"CalculateVWAP":           indicators.CalculateVWAP,
	"DetectEngulfingPattern":  indicators.DetectEngulfingPattern,
	"GetHighestHigh":          indicators.GetHighestHigh,
	"GetLatestBollingerBands": indicators.GetLatestBollingerBands,
	"GetLatestMACD":           indicators.GetLatestMACD,
	"GetLatestRSI":            indicators.GetLatestRSI,
	"GetLowestLow":            indicators.GetLowestLow,
}

// Payer is charged for what native code does.
type Payer interface {
	Charge(steps int)
	Allocate(bytes int)
}

// Exports returns the symbols for one interpreter. Without the payer a loop could hide any amount of native work and
// memory behind few interpreted steps.
func Exports(payer Payer) interp.Exports {
	functions := make(map[string]reflect.Value, len(Indicators))
	for name, function := range Indicators {
		functions[name] = metered(reflect.ValueOf(function), payer)
	}
	return interp.Exports{
		IndicatorsPath + "/indicators": functions,
		TypesPath + "/types": {
			"Kline":            reflect.ValueOf((*types.Kline)(nil)),
			"KlineInterval":    reflect.ValueOf((*types.KlineInterval)(nil)),
			"MarketData":       reflect.ValueOf((*types.MarketData)(nil)),
			"SimplifiedTicker": reflect.ValueOf((*types.SimplifiedTicker)(nil)),
			"Ticker":           reflect.ValueOf((*types.Ticker)(nil)),
		},
	}
}

// mostSeries is how many lists of numbers an indicator makes at most, some of them on its way to the answer.
const mostSeries = 8

func metered(function reflect.Value, payer Payer) reflect.Value {
	return reflect.MakeFunc(function.Type(), func(arguments []reflect.Value) []reflect.Value {
		payer.Charge(cost(arguments))
		payer.Allocate(mostSeries * 8 * arguments[0].Len())
		return function.Call(arguments)
	})
}

// cost is an upper bound of the native work in units of an interpreted step, which takes about as long as 32 native ones.
func cost(arguments []reflect.Value) int {
	candles := arguments[0].Len()
	window := 1
	if len(arguments) > 1 {
		window = min(max(1, int(arguments[1].Int())), candles)
	}
	return 1 + candles*window/32
}
