package transplant

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"github.com/trader-error-recovery/runtime/symbols"
)

// writer writes the changed code: what did not change as it stands in ours, what did in our names.
type writer struct {
	ours, fixed *text
	matched     []int               // of each token of fixed, its place in ours or -1
	names       map[*ast.Object]int // the number in the name of a local that the change introduces
	made        int
	common      map[string]bool
	foreign     bool
}

func newWriter(ours, fixed *text, matched []int) *writer {
	return &writer{ours: ours, fixed: fixed, matched: matched, names: map[*ast.Object]int{}, common: commonWords()}
}

// write returns the code, and whether the change holds words that are not ours.
func (w *writer) write() (string, bool) {
	var code strings.Builder
	for i := range w.fixed.lexemes {
		code.WriteString(w.between(i))
		code.WriteString(w.word(i))
	}
	code.WriteString(w.between(len(w.fixed.lexemes)))
	return code.String(), w.foreign
}

// place is where a token of fixed stands in ours, -1 for one that is new. Before the first and behind the last nothing is new.
func (w *writer) place(i int) int {
	switch {
	case i < 0:
		return -1
	case i == len(w.matched):
		return len(w.ours.lexemes)
	}
	return w.matched[i]
}

// between is what stands before a token. Between neighbours of ours that is ours, comments included.
func (w *writer) between(i int) string {
	before, after := w.place(i-1), w.place(i)
	if after >= 0 && before == after-1 && (i > 0) == (after > 0) {
		return w.ours.gap(after)
	}
	theirs := bare(w.fixed.gap(i))
	switch {
	case before >= 0 && hasComment(w.ours.gap(before+1)) && breaks(theirs) && breaks(w.ours.gap(before+1)):
		return w.ours.gap(before + 1) // our comment on what stays
	case after > 0 && breaks(theirs) && breaks(w.ours.gap(after)):
		return "\n" + indentation(w.ours.gap(after))
	}
	return theirs
}

func hasComment(gap string) bool { return strings.Contains(gap, "//") || strings.Contains(gap, "/*") }

func breaks(gap string) bool { return strings.Contains(gap, "\n") }

func indentation(gap string) string {
	line := gap[strings.LastIndexByte(gap, '\n')+1:]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// word is a token: ours where it is matched, otherwise one that anybody could have written.
func (w *writer) word(i int) string {
	if w.matched[i] >= 0 {
		return w.ours.lexemes[w.matched[i]].text
	}
	found := w.fixed.lexemes[i]
	switch found.kind {
	case token.IDENT:
		return w.name(found)
	case token.STRING, token.CHAR:
		w.foreign = w.foreign || !w.ours.words[found.text] && !w.common[strings.Trim(found.text, "\"`")]
	}
	return found.text
}

func (w *writer) name(found lexeme) string {
	declared, isDeclared := w.fixed.places[found.local]
	switch {
	case found.local == nil:
		w.foreign = w.foreign || !w.ours.words[found.text] && !w.common[found.text]
		return found.text
	case !isDeclared: // the function's own parameter
		return found.text
	case w.matched[declared] >= 0:
		return w.ours.lexemes[w.matched[declared]].text
	}
	if w.names[found.local] == 0 {
		w.names[found.local] = w.newNumber()
	}
	return numbered(w.names[found.local])
}

func (w *writer) newNumber() int {
	for w.made++; w.ours.words[numbered(w.made)]; {
		w.made++
	}
	return w.made
}

func numbered(number int) string { return "v" + strconv.Itoa(number) }

// commonWords are those that a change may bring along: the language's own, the executor's, and the timeframes.
func commonWords() map[string]bool {
	words := map[string]bool{}
	for _, word := range strings.Fields("_ true false nil iota append cap clear copy delete len make max min new panic " +
		"bool byte float32 float64 int int32 int64 string uint any error indicators types " +
		"MarketData SimplifiedTicker Kline Symbol Ticker Klines Timestamp LastPrice PriceChangePercent QuoteVolume OpenTime CloseTime " +
		"Open High Low Close Volume BuyVolume SellVolume VolumeDelta Trades Values MACD Signal Histogram Upper Middle Lower K D 1m 5m 15m 1h 4h 1d") {
		words[word] = true
	}
	for name := range symbols.Indicators {
		words[name] = true
	}
	return words
}
