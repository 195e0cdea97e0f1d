package transplant

import (
	"go/token"
	"strings"
)

// writer writes the changed code: what stayed as it stands in ours, with what lies between, the rest as new lines and words.
type writer struct {
	code       string
	ours       []lexeme
	pattern    *pattern
	kept       []int
	naming     naming
	ourDepth   []int
	depth      []int
	unit       string // of indentation
	lineIndent string // of the last line that a statement began
	lineDepth  int
	written    strings.Builder
}

func newWriter(code string, ours []lexeme, pattern *pattern, kept []int, naming naming) *writer {
	made := &writer{code: code, ours: ours, pattern: pattern, kept: kept, naming: naming, unit: unitOf(code)}
	made.ourDepth, made.depth = depths(ours), depths(pattern.lexemes)
	first := code
	if len(ours) > 0 {
		first = code[:ours[0].start]
	}
	if indent := first[strings.LastIndexByte(first, '\n')+1:]; strings.TrimSpace(indent) == "" {
		made.lineIndent = indent
	}
	return made
}

// write goes from one token that stayed to the next.
func (w *writer) write() string {
	for from := 0; from <= len(w.pattern.lexemes); {
		to := from
		for to < len(w.pattern.lexemes) && w.kept[to] < 0 {
			to++
		}
		before, after := -1, len(w.ours)
		if from > 0 {
			before = w.kept[from-1]
		}
		if to < len(w.pattern.lexemes) {
			after = w.kept[to]
		}
		w.stretch(from, to, before, after)
		from = to + 1
	}
	return w.written.String()
}

// stretch writes the new tokens between two of ours, and the second of these.
func (w *writer) stretch(from, to, before, after int) {
	if from == to && before+1 == after {
		w.gap(to, w.shifted(w.between(before, after), w.depth[to]-w.ourDepth[after]))
		w.token(to)
		return
	}
	pieces := make([]string, to-from+1)
	w.share(pieces, from, before, after)
	for i := from; i <= to; i++ {
		inserted := i < to
		w.gap(i, w.fitted(pieces[i-from], i, after, inserted))
		w.token(i)
	}
}

// share gives what lies between the two in ours to the gaps between the new tokens, so that comments stay beside what they
// are about.
func (w *writer) share(pieces []string, from, before, after int) {
	last := len(pieces) - 1
	if before+1 < after { // something goes
		leading, trailing := w.behind(before, before+1), w.behind(after-1, after)
		if last == 0 {
			pieces[0] = joined(leading, trailing, w.pattern.breaks(from))
		} else {
			pieces[0], pieces[last] = leading, trailing
		}
		w.trim(pieces, from)
		return
	}
	gap, first := w.between(before, after), 0
	if last > 0 && w.pattern.lexemes[from].kind == token.SEMICOLON {
		first = 1
	}
	switch to := from + last; {
	case before < 0:
		pieces[0] = gap
	case w.pattern.breaks(from+first) && (w.pattern.breaks(to) || to == len(w.pattern.lexemes)) && first < last:
		line := strings.IndexByte(gap, '\n')
		if line < 0 {
			line = len(gap)
		}
		pieces[first], pieces[last] = gap[:line], gap[line:]
	case w.ours[before].endsOperand():
		pieces[last] = gap
	default:
		pieces[0] = gap
	}
}

// trim takes away the blank lines around what went from the start or the end.
func (w *writer) trim(pieces []string, from int) {
	last := len(pieces) - 1
	if from == 0 {
		blank := len(pieces[0]) - len(strings.TrimLeft(pieces[0], " \t\r\n"))
		pieces[0] = pieces[0][strings.LastIndexByte(pieces[0][:blank], '\n')+1:]
	}
	if from+last == len(w.pattern.lexemes) {
		pieces[last] = strings.TrimRight(pieces[last], " \t\r\n")
	}
}

// between is our text between two tokens, with the optional punctuation of the first.
func (w *writer) between(before, after int) string {
	start := 0
	if before >= 0 {
		start = w.ours[before].end
	}
	return w.until(start, after)
}

// behind leaves that punctuation out: it goes with one of the two.
func (w *writer) behind(before, after int) string {
	start := 0
	if before >= 0 {
		start = w.ours[before].reach
	}
	return w.until(start, after)
}

func (w *writer) until(start, after int) string {
	end := len(w.code)
	if after < len(w.ours) {
		end = w.ours[after].start
	}
	return w.code[start:max(start, end)]
}

// joined is what is left around code that goes. Where it was a statement, a comment behind it on its line goes, too.
func joined(leading, trailing string, statement bool) string {
	switch line := strings.IndexByte(trailing, '\n'); {
	case line >= 0 && statement:
		return strings.TrimRight(leading, " \t\r\n") + trailing[line:]
	case line >= 0:
		return strings.TrimRight(leading, " \t\r\n") + trailing
	case strings.Contains(leading, "\n") || strings.TrimSpace(trailing) == "":
		return leading + strings.TrimSpace(trailing)
	}
	return trailing
}

// token writes a token: of ours in our words, of a change in those that anybody could have written.
func (w *writer) token(i int) {
	if i == len(w.pattern.lexemes) {
		return
	}
	one := w.pattern.lexemes[i]
	text := one.text
	if w.kept[i] >= 0 {
		text = w.ours[w.kept[i]].text
	}
	if one.kind == token.IDENT {
		if text = one.text; w.naming.locals[one.start] != nil {
			text = w.naming.names[w.naming.locals[one.start]]
		}
	}
	if one.kind == token.SEMICOLON && !(w.kept[i] >= 0 && text == ";") {
		if text = ";"; w.pattern.breaks(i+1) && i > 0 && w.pattern.lexemes[i-1].endsOperand() {
			text = ""
		}
	}
	w.written.WriteString(text)
}
