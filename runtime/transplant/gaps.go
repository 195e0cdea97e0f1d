package transplant

import "strings"

// gap writes what stands before a token, and remembers how the lines of statements are indented.
func (w *writer) gap(i int, text string) {
	w.written.WriteString(text)
	line := strings.LastIndexByte(text, '\n')
	if line >= 0 && w.pattern.breaks(i) && strings.TrimSpace(text[line:]) == "" {
		w.lineIndent, w.lineDepth = text[line+1:], w.depth[i]
	}
}

// fitted makes a piece of our text a gap that is right before a token: one that begins a line or does not.
func (w *writer) fitted(piece string, i, after int, inserted bool) string {
	lines := strings.Contains(piece, "\n")
	switch {
	case i == 0 || i == len(w.pattern.lexemes):
		return piece
	case w.pattern.breaks(i) && lines:
		piece = w.shifted(piece, w.depth[i]-w.ourDepth[after])
		if line := strings.LastIndexByte(piece, '\n') + 1; inserted && strings.TrimSpace(piece[line:]) == "" {
			piece = piece[:line] + w.indent(i)
		}
		return piece
	case w.pattern.breaks(i):
		return strings.TrimRight(piece, " \t\r") + "\n" + w.indent(i)
	case lines && w.pattern.lexemes[i-1].endsOperand() && !strings.HasPrefix(strings.TrimSpace(piece), ","):
		return w.pattern.space(i) // a line end would end the statement
	case lines || strings.TrimSpace(piece) != "":
		return piece
	}
	return w.pattern.space(i)
}

// indent is that of a new line, as deep below the last one as it is in the changed code.
func (w *writer) indent(i int) string {
	return deeper(w.lineIndent, w.unit, w.depth[i]-w.lineDepth)
}

// shifted moves the lines of our text by levels of indentation. What lies within a comment of several lines is not touched.
func (w *writer) shifted(text string, levels int) string {
	if levels == 0 || strings.Contains(text, "/*") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if i == 0 || i < len(lines)-1 && strings.TrimSpace(line) == "" {
			continue
		}
		rest := strings.TrimLeft(line, " \t")
		lines[i] = deeper(line[:len(line)-len(rest)], w.unit, levels) + rest
	}
	return strings.Join(lines, "\n")
}

func deeper(indent, unit string, levels int) string {
	for ; levels > 0; levels-- {
		indent += unit
	}
	for ; levels < 0; levels++ {
		indent = strings.TrimSuffix(indent, unit)
	}
	return indent
}

// unitOf is by what code indents: a tab, unless it has spaces.
func unitOf(code string) string {
	unit := ""
	for line := range strings.SplitSeq(code, "\n") {
		rest := strings.TrimLeft(line, " ")
		indent := line[:len(line)-len(rest)]
		switch {
		case rest == "" || rest[0] == '\t' && indent == "":
			if rest != "" {
				return "\t"
			}
		case indent != "" && (unit == "" || len(indent) < len(unit)):
			unit = indent
		}
	}
	if unit == "" {
		return "\t"
	}
	return unit
}
