package consistency

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

// testCase is one file of testdata.
type testCase struct {
	name      string // its path below testdata, without .go
	path      string
	text      string
	component source.Component
	body      string
	output    []string // of the interpreter, one verdict for each market
	native    []string // of Go: the same, unless the file says otherwise; refused if Go does not compile it
}

// function matches the one function of a case. The first brace at the start of a line ends it, as gofmt sees to.
var function = regexp.MustCompile(`(?ms)^func (evaluate|calculateSeries)\(data \*types\.MarketData\) [^\n]*\{\n(.*?)^\}\n`)

// verdicts matches what a case is expected to give, on the lines that follow its function.
var verdicts = regexp.MustCompile(`(?m)^// (Output|Go):(.*(?:\n// .*)*)$`)

// refused is the verdict of a case that does not compile, failed of one that panics.
const refused, failed = "refused", "error"

func readCases(t *testing.T, markets int) []testCase {
	t.Helper()
	var cases []testCase
	for _, pattern := range []string{"testdata/*.go", "testdata/*/*.go"} {
		paths, _ := filepath.Glob(pattern)
		for _, path := range paths {
			cases = append(cases, readCase(t, path, markets))
		}
	}
	return cases
}

func readCase(t *testing.T, path string, markets int) testCase {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parts := function.FindStringSubmatch(string(text))
	if parts == nil {
		t.Fatalf("%s: there is no evaluate or calculateSeries", path)
	}
	read := testCase{
		name: strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(path), "testdata/"), ".go"),
		path: path, text: string(text), component: source.Filter, body: strings.TrimSuffix(parts[2], "\n"),
	}
	if parts[1] == source.Series.Function() {
		read.component = source.Series
	}
	for _, found := range verdicts.FindAllStringSubmatch(string(text), -1) {
		list := spread(strings.Fields(strings.ReplaceAll(found[2], "\n// ", " ")), markets)
		if list == nil {
			t.Errorf("%s: %q are not 1 or %d verdicts", path, found[0], markets)
		}
		if found[1] == "Output" {
			read.output = list
		} else {
			read.native = list
		}
	}
	if read.output == nil && !*update {
		t.Errorf("%s: there is no output", path)
	}
	if read.native == nil {
		read.native = read.output
	}
	return read
}

// spread lets one verdict stand for all markets.
func spread(list []string, markets int) []string {
	if len(list) == 1 {
		for len(list) < markets {
			list = append(list, list[0])
		}
	}
	if len(list) != markets {
		return nil
	}
	return list
}

func (c testCase) differs() bool { return strings.HasPrefix(c.name, "differs/") }

// refusedByGo tells a case that only the interpreter accepts.
func (c testCase) refusedByGo() bool { return len(c.native) > 0 && c.native[0] == refused }
