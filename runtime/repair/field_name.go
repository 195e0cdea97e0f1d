package repair

import (
	"go/ast"
	"reflect"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/types"
	"github.com/trader-error-recovery/runtime/typing"
)

// fieldName calls a field as it is called, where the code calls it otherwise.
var fieldName = rule{
	name:        "field-name",
	explanation: "The value has no part of this name; the part that was meant is now read.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			owner := found.Types.Of(selector.X)
			if owner == nil || found.Types.Of(selector) != nil {
				return true
			}
			if _, exists := typing.Field(owner, selector.Sel.Name); exists {
				return true
			}
			if text := found.meantField(selector, owner); text != "" {
				edits = append(edits, found.replace(selector, text))
				return false
			}
			return true
		})
		return edits
	},
}

func (f finding) meantField(selector *ast.SelectorExpr, owner reflect.Type) string {
	value := f.text(selector.X)
	name := selector.Sel.Name
	switch {
	case owner == typing.MarketData:
		return f.meantData(value, name)
	case isNumber(owner) || owner == typing.FloatPointer:
		if slices.Contains([]string{"Value", "value", "Latest", "Last", "Values"}, name) {
			return value // a field of what is the value itself
		}
		return ""
	case owner == typing.Klines && f.fixed(selector.X):
		if field := nearestField(typing.Kline, name); field != "" {
			return lastOf(value) + "." + field
		}
		return ""
	}
	if field := nearestField(owner, name); field != "" {
		return value + "." + field
	}
	return ""
}

// meantData finds what code asks of the market data itself.
func (f finding) meantData(value, name string) string {
	if field := nearestField(typing.MarketData, name); field != "" {
		return value + "." + field
	}
	if field := nearestField(reflect.TypeFor[types.SimplifiedTicker](), name); field != "" {
		return value + ".Ticker." + field
	}
	for _, prefix := range []string{"Klines", "Candles", "klines", "candles"} {
		if meant := timeframe(strings.Trim(strings.TrimPrefix(name, prefix), "_")); strings.HasPrefix(name, prefix) && meant != "" {
			return value + `.Klines["` + meant + `"]`
		}
	}
	return ""
}

// alsoCalled are other names for fields, in lower case and without the words that add nothing.
var alsoCalled = map[string][]string{
	"Open": {"o", "openprice"}, "High": {"h", "highprice"}, "Low": {"l", "lowprice"},
	"Close": {"c", "closeprice", "price", "last", "lastprice"}, "Volume": {"v", "vol", "basevolume"},
	"BuyVolume": {"takerbuyvolume", "takerbuyvol", "takerbuybasevolume", "buyvol", "bidvolume", "takerbuy"}, "SellVolume": {"takersellvolume", "sellvol", "askvolume"},
	"VolumeDelta": {"delta", "cvd", "netvolume"}, "QuoteVolume": {"quotevol", "turnover", "quoteassetvolume", "quotevolume24h", "volume24h", "volume", "dayvolume", "vol24h"},
	"Trades": {"tradecount", "numtrades", "numberoftrades", "tradescount", "count", "numberoftrade"}, "OpenTime": {"time", "timestamp", "starttime", "date"}, "CloseTime": {"endtime"},
	"LastPrice":          {"price", "last", "close", "currentprice", "markprice", "current", "closeprice"},
	"PriceChangePercent": {"changepercent", "percentchange", "pricechange", "change", "pricechangepct", "changepct", "change24h", "pricechangepercent24h", "percentchange24h", "priceChange24h", "dailychange", "pricechangepercentage", "pricechange24h", "changepercent24h"},
	"Values":             {"value", "rsi", "series", "data", "result", "results", "latest"},
	"MACD":               {"macdline", "line", "value", "values", "macdvalue", "dif"}, "Signal": {"signalline", "sig", "signalvalue", "dea"}, "Histogram": {"hist", "histo", "histogramvalue", "macdhist", "macdhistogram", "bar", "histograms"},
	"Upper": {"upperband", "up", "top", "upperbands", "bbupper", "upperbb"}, "Middle": {"middleband", "mid", "basis", "sma", "midband", "ma", "mean", "middlebands"}, "Lower": {"lowerband", "down", "bottom", "lowerbands", "bblower", "lowerbb", "low"},
	"K": {"percentk", "kvalue", "slowk", "fastk", "stochk", "kline", "value", "klines"}, "D": {"percentd", "dvalue", "slowd", "fastd", "stochd", "signal"},
	"Klines": {"candles", "klinedata", "kline", "bars", "ohlcv", "timeframes", "candlesticks", "klinesbytimeframe", "history"}, "Ticker": {"tick", "tickers", "stats"}, "Symbol": {"pair", "ticker", "market", "name"}, "Timestamp": {"time", "now"},
}

// nearestField is the one field that a name can mean, empty if there is none or more than one.
func nearestField(owner reflect.Type, name string) string {
	fields := typing.FieldNames(owner)
	said := strings.ToLower(strings.ReplaceAll(name, "_", ""))
	for _, field := range fields {
		if strings.ToLower(field) == said {
			return field
		}
	}
	var meant []string
	for _, field := range fields {
		if slices.Contains(alsoCalled[field], said) {
			meant = append(meant, field)
		}
	}
	if len(meant) == 1 {
		return meant[0]
	}
	return ""
}
