package repair

import (
	"go/ast"
	"strconv"

	"github.com/trader-error-recovery/runtime/typing"
)

// writtenIndicator writes out an indicator that the executor does not have and whose definition is not in doubt.
var writtenIndicator = rule{
	name:        "written-indicator",
	explanation: "The executor does not have this indicator; it is now written out in the filter by its usual definition.",
	stages:      []stage{compile},
	codes:       []string{"unknown_function", "undefined_name"},
	edits: func(found finding) []edit {
		var edits []edit
		helpers := map[string]string{}
		found.walk(func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || typing.Indicator(call.Fun) != nil {
				return true
			}
			said, isIndicator := found.calledIndicator(call.Fun)
			if !isIndicator {
				return true
			}
			known := family(said)
			if written, ok := usualSeries[known]; ok && (found.isIndexed(call) || usual[known].body == "") {
				helpers[written.name], edits = written.body, append(edits, found.replace(call.Fun, written.name))
			} else if written, ok := usual[known]; ok {
				helpers[written.name], edits = written.body, append(edits, found.replace(call.Fun, written.name))
				edits = append(edits, found.usualPeriod(call, written)...)
			}
			return true
		})
		for name := range helpers {
			if found.unused(name) != name {
				delete(helpers, name)
			}
		}
		return append(declarations(helpers), edits...)
	},
}

// usualPeriod adds the period that an indicator has where nobody says otherwise.
func (f finding) usualPeriod(call *ast.CallExpr, written definition) []edit {
	if len(call.Args) != 1 || written.period == 0 {
		return nil
	}
	at := f.Program.Index(call.Rparen)
	return []edit{{at, at, ", " + strconv.Itoa(written.period)}}
}

// definition is an indicator as a closure, nil for too few candles as those of the executor are.
type definition struct {
	name   string
	period int // usual one, 0 if there is none
	body   string
}

// usual are indicators by their family, each giving the latest value. Sources of the definitions: J. Welles Wilder, New
// Concepts in Technical Trading Systems (average true range); Donald Lambert (CCI); Larry Williams (%R); Gene Quong and
// Avrum Soudack (money flow index).
var usual = map[string]definition{
	"atr": {"averageTrueRange", 14, averageTrueRange}, "avg true range": {"averageTrueRange", 14, averageTrueRange}, "true range": {"averageTrueRange", 14, averageTrueRange},
	"r williams": {"williamsR", 14, williamsR}, "williams": {"williamsR", 14, williamsR}, "percent r": {"williamsR", 14, williamsR},
	"cci": {"commodityChannel", 20, commodityChannel}, "channel commodity": {"commodityChannel", 20, commodityChannel},
	"mfi": {"moneyFlow", 14, moneyFlow}, "flow money": {"moneyFlow", 14, moneyFlow},
	"roc": {"rateOfChange", 0, rateOfChange}, "change rate": {"rateOfChange", 0, rateOfChange}, "change percent": {"rateOfChange", 0, rateOfChange},
	"momentum": {"momentum", 10, momentum}, "mom": {"momentum", 10, momentum},
	"deviation standard": {"standardDeviation", 20, standardDeviation}, "dev std": {"standardDeviation", 20, standardDeviation}, "std": {"standardDeviation", 20, standardDeviation},
	"close highest": {"highestClose", 0, extremeClose(">")}, "close lowest": {"lowestClose", 0, extremeClose("<")},
	"cross over": {"crossedAbove", 0, crossed(">", "<=")}, "above cross": {"crossedAbove", 0, crossed(">", "<=")}, "crossover": {"crossedAbove", 0, crossed(">", "<=")},
	"cross under": {"crossedBelow", 0, crossed("<", ">=")}, "below cross": {"crossedBelow", 0, crossed("<", ">=")}, "crossunder": {"crossedBelow", 0, crossed("<", ">=")},
}

// usualSeries are indicators that are lists, one value for each candle.
var usualSeries = map[string]definition{
	"obv": {"onBalanceVolume", 0, onBalanceVolume}, "balance on volume": {"onBalanceVolume", 0, onBalanceVolume},
}

const averageTrueRange = `func(klines []types.Kline, period int) *float64 {
	if period <= 0 || len(klines) <= period {
		return nil
	}
	average := 0.0
	for i := 1; i < len(klines); i++ {
		high, low, before := klines[i].High, klines[i].Low, klines[i-1].Close
		if before > high {
			high = before
		}
		if before < low {
			low = before
		}
		if i <= period {
			average += (high - low) / float64(period)
		} else {
			average = (average*float64(period-1) + high - low) / float64(period)
		}
	}
	return &average
}`

const williamsR = `func(klines []types.Kline, period int) *float64 {
	high, low := indicators.GetHighestHigh(klines, period), indicators.GetLowestLow(klines, period)
	if high == nil || low == nil || *high <= *low {
		return nil
	}
	value := (*high - klines[len(klines)-1].Close) / (*high - *low) * -100
	return &value
}`

const commodityChannel = `func(klines []types.Kline, period int) *float64 {
	if period <= 0 || len(klines) < period {
		return nil
	}
	mean, deviation, newest := 0.0, 0.0, 0.0
	for i := len(klines) - period; i < len(klines); i++ {
		newest = (klines[i].High + klines[i].Low + klines[i].Close) / 3
		mean += newest / float64(period)
	}
	for i := len(klines) - period; i < len(klines); i++ {
		distance := (klines[i].High+klines[i].Low+klines[i].Close)/3 - mean
		if distance < 0 {
			distance = -distance
		}
		deviation += distance / float64(period)
	}
	if deviation <= mean*1e-12 {
		return nil
	}
	value := (newest - mean) / (0.015 * deviation)
	return &value
}`

const moneyFlow = `func(klines []types.Kline, period int) *float64 {
	if period <= 0 || len(klines) <= period {
		return nil
	}
	positive, negative := 0.0, 0.0
	for i := len(klines) - period; i < len(klines); i++ {
		now := (klines[i].High + klines[i].Low + klines[i].Close) / 3
		before := (klines[i-1].High + klines[i-1].Low + klines[i-1].Close) / 3
		if now > before {
			positive += now * klines[i].Volume
		}
		if now < before {
			negative += now * klines[i].Volume
		}
	}
	if positive+negative == 0 {
		return nil
	}
	value := 100 * positive / (positive + negative)
	return &value
}`

const rateOfChange = `func(klines []types.Kline, period int) *float64 {
	if period <= 0 || len(klines) <= period || klines[len(klines)-1-period].Close == 0 {
		return nil
	}
	value := (klines[len(klines)-1].Close/klines[len(klines)-1-period].Close - 1) * 100
	return &value
}`

const momentum = `func(klines []types.Kline, period int) *float64 {
	if period <= 0 || len(klines) <= period {
		return nil
	}
	value := klines[len(klines)-1].Close - klines[len(klines)-1-period].Close
	return &value
}`

const standardDeviation = `func(klines []types.Kline, period int) *float64 {
	bands := indicators.GetLatestBollingerBands(klines, period, 1)
	if bands == nil {
		return nil
	}
	value := bands.Upper - bands.Middle
	return &value
}`

const onBalanceVolume = `func(klines []types.Kline) []float64 {
	values := make([]float64, len(klines))
	for i := 1; i < len(klines); i++ {
		values[i] = values[i-1]
		if klines[i].Close > klines[i-1].Close {
			values[i] += klines[i].Volume
		}
		if klines[i].Close < klines[i-1].Close {
			values[i] -= klines[i].Volume
		}
	}
	return values
}`

func extremeClose(than string) string {
	return `func(klines []types.Kline, period int) *float64 {
	if period <= 0 || len(klines) < period {
		return nil
	}
	value := klines[len(klines)-1].Close
	for i := len(klines) - period; i < len(klines); i++ {
		if klines[i].Close ` + than + ` value {
			value = klines[i].Close
		}
	}
	return &value
}`
}

func crossed(now, before string) string {
	return `func(a, b []float64) bool {
	if len(a) < 2 || len(b) < 2 {
		return false
	}
	return a[len(a)-1] ` + now + ` b[len(b)-1] && a[len(a)-2] ` + before + ` b[len(b)-2]
}`
}
