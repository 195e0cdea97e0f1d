package transplant

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/trader-error-recovery/runtime/compare"
	"github.com/trader-error-recovery/runtime/source"
)

// Whatever another author's version looks like, it gets the very change, in words of its own.
func TestEveryRepairOfTheCorpusIsCarriedOverToCodeInOtherClothes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	refused, examples := []string{}, corpus(t)
	for _, one := range examples {
		ours := disguise(one, random)
		if ours == "" {
			t.Errorf("%s: the disguise is other code", one.name)
			continue
		}
		result := Transplant(Request{ours, one.Code, one.Fixed, one.Component})
		if !result.Applied {
			refused = append(refused, one.name+" "+result.Reason)
			continue
		}
		if compare.SyntaxHash(result.Code, one.Component) != compare.SyntaxHash(one.Fixed, one.Component) {
			t.Errorf("%s: another change was made\n%s", one.name, result.Code)
		}
		for _, word := range donorOnly(one, ours) {
			words(result.Code, func(found string) {
				if found == word {
					t.Errorf("%s: %q is the donor's\n%s", one.name, word, result.Code)
				}
			})
		}
	}
	t.Logf("refused: %q", refused)
	if len(refused) > 2 {
		t.Errorf("%d of %d were refused: %q", len(refused), len(examples), refused)
	}
}

// donorOnly are the names of locals, and the comments, of the donor which ours does not have.
func donorOnly(one example, ours string) []string {
	mine, found := vocabulary(), []string{}
	for _, word := range strings.Fields(predeclared) {
		mine[word] = true
	}
	words(ours, func(word string) { mine[word] = true })
	note := func(word string) {
		if !mine[word] {
			found = append(found, word)
		}
	}
	for _, code := range []string{one.Code, one.Fixed} {
		if program := source.Read(code, one.Component); program != nil {
			for _, object := range localsOf(program) {
				note(object.Name)
			}
			for _, group := range program.File.Comments {
				for _, comment := range group.List {
					if program.Index(comment.Pos()) >= 0 {
						note(comment.Text)
					}
				}
			}
		}
	}
	return found
}

// example is a broken filter and what it should have been.
type example struct {
	name      string
	Code      string           `json:"code"`
	Fixed     string           `json:"fixed"`
	Component source.Component `json:"component"`
}

func corpus(t *testing.T) []example {
	t.Helper()
	files, err := filepath.Glob("../../evals/corpus/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("there is no corpus", err)
	}
	var found []example
	for _, file := range files {
		content, err := os.ReadFile(file)
		one := example{name: filepath.Base(file), Component: source.Filter}
		if err == nil {
			err = json.Unmarshal(content, &one)
		}
		if err != nil || one.Fixed == "" {
			t.Fatalf("%s: %v", file, err)
		}
		found = append(found, one)
	}
	return found
}

// disguise gives locals other names, and lines other spaces and comments; empty for code that it would change.
func disguise(one example, random *rand.Rand) string {
	locals := map[int]*ast.Object{}
	if program := source.Read(one.Code, one.Component); program != nil {
		locals = localsOf(program)
	}
	names := map[*ast.Object]string{}
	indent, unit := strings.Repeat("\t", random.IntN(2)), []string{"\t", "  ", "    "}[random.IntN(3)]
	var written strings.Builder
	end, comments := 0, 0
	for _, found := range lex(one.Code) {
		gap := plain(one.Code[end:found.start])
		if lines := strings.Count(gap, "\n"); lines > 0 {
			behind, _, _ := strings.Cut(gap, "\n")
			for range random.IntN(3) {
				comments++
				behind += " // ours " + strconv.Itoa(comments) + "\n" + indent
			}
			behind = strings.TrimRight(behind, "\n\t")
			gap = behind + strings.Repeat("\n", lines) + indent + strings.ReplaceAll(gap[strings.LastIndexByte(gap, '\n')+1:], "\t", unit)
		}
		written.WriteString(gap)
		object := locals[found.start]
		if object != nil && found.kind == token.IDENT {
			if names[object] == "" {
				names[object] = "ours" + strconv.Itoa(len(names))
			}
			found.text = names[object]
		}
		written.WriteString(found.text)
		end = found.end
	}
	written.WriteString(plain(one.Code[end:]))
	if compare.SyntaxHash(written.String(), one.Component) != compare.SyntaxHash(one.Code, one.Component) {
		return ""
	}
	return written.String()
}

// plain is a gap without comments.
func plain(gap string) string {
	lines := strings.Split(gap, "\n")
	for i, line := range lines {
		lines[i], _, _ = strings.Cut(line, "//")
	}
	return strings.Join(lines, "\n")
}
