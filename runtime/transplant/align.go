package transplant

import (
	"go/token"
	"slices"
	"strings"
)

// maxCells bounds time and memory: the sum of the products of how many parts are compared with how many.
const maxCells = 4_000_000

// align finds for each token of the changed code the one of the original that stayed, or -1. Statements are compared first,
// so that one that is put in is not pieced together from its neighbours. It is false where that would take too long.
func align(original, changed []lexeme) ([]int, bool) {
	kept := make([]int, len(changed))
	for i := range kept {
		kept[i] = -1
	}
	before, after := statements(original), statements(changed)
	budget := maxCells
	pairs := common(keys(original, before), keys(changed, after), &budget)
	pairs = append(pairs, [2]int{len(before), len(after)})
	before, after = append(before, part{len(original), len(original)}), append(after, part{len(changed), len(changed)})
	from, fromChanged := 0, 0
	for _, pair := range pairs {
		one, other := before[pair[0]], after[pair[1]]
		for _, same := range common(texts(original[from:one.start]), texts(changed[fromChanged:other.start]), &budget) {
			kept[fromChanged+same[1]] = from + same[0]
		}
		from, fromChanged = min(one.end, one.start+other.end-other.start), min(other.end, other.start+one.end-one.start)
		for i := other.start; i < fromChanged; i++ {
			kept[i] = one.start + i - other.start
		}
	}
	return kept, budget >= 0
}

// part is a run of tokens.
type part struct{ start, end int }

// statements ends a part where one can end: behind a semicolon or an opening brace, before a closing one.
func statements(lexemes []lexeme) []part {
	var found []part
	start := 0
	for i, next := range lexemes {
		ends := next.kind == token.SEMICOLON || next.kind == token.LBRACE
		if ends || i+1 == len(lexemes) || lexemes[i+1].kind == token.RBRACE {
			found = append(found, part{start, i + 1})
			start = i + 1
		}
	}
	return found
}

// keys are alike for statements that are, be they the last of their block or not.
func keys(lexemes []lexeme, parts []part) []string {
	found := make([]string, len(parts))
	for i, one := range parts {
		written := texts(lexemes[one.start:one.end])
		if last := len(written) - 1; written[last] == ";" {
			written = written[:last]
		}
		found[i] = strings.Join(written, "\x00")
	}
	return found
}

func texts(lexemes []lexeme) []string {
	found := make([]string, len(lexemes))
	for i, one := range lexemes {
		if found[i] = one.text; one.kind == token.SEMICOLON {
			found[i] = ";"
		}
	}
	return found
}

// common pairs what two lists share: what they begin and end with, and the longest common subsequence of the rest. It
// pays from the budget, and finds nothing in the rest once that is used up.
func common(a, b []string, budget *int) [][2]int {
	var pairs, ending [][2]int
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		pairs = append(pairs, [2]int{start, start})
		start++
	}
	endA, endB := len(a), len(b)
	for endA > start && endB > start && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
		ending = append(ending, [2]int{endA, endB})
	}
	slices.Reverse(ending)
	if *budget -= (endA - start) * (endB - start); *budget >= 0 {
		for _, pair := range longest(a[start:endA], b[start:endB]) {
			pairs = append(pairs, [2]int{start + pair[0], start + pair[1]})
		}
	}
	return append(pairs, ending...)
}

func longest(a, b []string) [][2]int {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	width := len(b) + 1
	lengths := make([]uint16, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				lengths[i*width+j] = lengths[(i+1)*width+j+1] + 1
			} else {
				lengths[i*width+j] = max(lengths[(i+1)*width+j], lengths[i*width+j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case lengths[(i+1)*width+j] >= lengths[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}
