package transplant

import (
	"go/scanner"
	"go/token"
	"maps"
	"reflect"
	"strings"
	"time"

	"github.com/trader-error-recovery/runtime/symbols"
	"github.com/trader-error-recovery/runtime/types"
)

const predeclared = "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 " +
	"uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy delete imag len make max min new panic " +
	"print println real recover"

const timeframes = `"1m" "5m" "15m" "1h" "4h" "1d"`

// isForeign tells whether code holds a name, a text or a comment that is neither in ours, nor made by us, nor one that
// every filter can have. It looks at the result, however that came about.
func isForeign(code, ours string, made map[string]bool) bool {
	allowed := maps.Clone(made)
	words(ours, func(word string) { allowed[word] = true })
	for _, word := range strings.Fields("_ " + predeclared + " " + timeframes) {
		allowed[word] = true
	}
	foreign := false
	var everyone map[string]bool
	words(code, func(word string) {
		if allowed[word] || foreign {
			return
		}
		if everyone == nil {
			everyone = vocabulary()
		}
		foreign = !everyone[word]
	})
	return foreign
}

// words visits whatever in code its author was free to choose.
func words(code string, visit func(string)) {
	file := token.NewFileSet().AddFile("", -1, len(code))
	var tokens scanner.Scanner
	tokens.Init(file, []byte(code), func(token.Position, string) {}, scanner.ScanComments)
	for {
		_, kind, literal := tokens.Scan()
		switch kind {
		case token.EOF:
			return
		case token.IDENT, token.STRING, token.CHAR, token.COMMENT, token.ILLEGAL:
			visit(literal)
		}
	}
}

// vocabulary is what the executor's packages offer: their names, and the fields and methods of their types.
func vocabulary() map[string]bool {
	found := map[string]bool{"data": true, "indicators": true, "types": true}
	for _, exports := range symbols.Exports(nil) {
		for name := range exports {
			found[name] = true
		}
	}
	members(found, reflect.TypeFor[types.Kline]())
	members(found, reflect.TypeFor[types.SimplifiedTicker]())
	members(found, reflect.TypeFor[types.Ticker]())
	members(found, reflect.TypeFor[types.MarketData]())
	members(found, reflect.TypeFor[time.Time]())
	for _, function := range symbols.Indicators {
		members(found, reflect.TypeOf(function).Out(0))
	}
	return found
}

func members(found map[string]bool, of reflect.Type) {
	if of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	for i := range of.NumMethod() {
		found[of.Method(i).Name] = true
	}
	if of.Kind() == reflect.Struct {
		for i := range of.NumField() {
			if of.Field(i).IsExported() {
				found[of.Field(i).Name] = true
			}
		}
	}
}
