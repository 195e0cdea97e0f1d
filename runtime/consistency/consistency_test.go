// Package consistency checks that the sandbox judges as Go does: small filters are compiled by the Go toolchain and
// interpreted, on the same markets, and have to give the same verdicts, which are those committed with each filter.
// README.md describes the files of testdata, for other languages too.
package consistency

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

var update = flag.Bool("update", false, "write the expected verdicts and markets of testdata anew")

func TestFiltersGiveTheVerdictsOfGo(t *testing.T) {
	t.Parallel()
	markets := readMarkets(t)
	cases := readCases(t, len(markets))
	native := runNative(t, cases)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			interpreted := runInterpreted(t, c, markets)
			if *update {
				c = updated(t, c, native[c.name], interpreted)
			}
			if got, known := native[c.name]; known && !slices.Equal(got, c.native) {
				t.Errorf("Go gives %s, want %s", got, c.native)
			}
			if !slices.Equal(interpreted, c.output) {
				t.Errorf("the sandbox gives %s, want %s", interpreted, c.output)
			}
			if c.differs() == slices.Equal(c.native, c.output) {
				t.Errorf("Go gives %s, the interpreter %s: is the file in the wrong folder?", c.native, c.output)
			}
		})
	}
}

func TestMeteringChangesNoVerdict(t *testing.T) {
	t.Parallel()
	markets := readMarkets(t)
	for _, c := range readCases(t, len(markets)) {
		if c.component == source.Series {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := runPlain(t, c, markets); !slices.Equal(got, c.output) {
				t.Errorf("the interpreter alone gives %s, want %s", got, c.output)
			}
		})
	}
}

func TestGoRefusesWhatOnlyTheInterpreterAccepts(t *testing.T) {
	t.Parallel()
	var cases []testCase
	for _, c := range readCases(t, len(readMarkets(t))) {
		if c.refusedByGo() {
			cases = append(cases, c)
		}
	}
	for name, compiled := range compiledByGo(t, cases) {
		if compiled {
			t.Errorf("Go compiles %s", name)
		}
	}
}

// updated writes what came out to the end of a case's file.
func updated(t *testing.T, c testCase, native, interpreted []string) testCase {
	t.Helper()
	if native == nil {
		native = c.native
	}
	end := "\n// Output: " + strings.Join(joined(interpreted), " ") + "\n"
	if c.output = interpreted; !slices.Equal(native, interpreted) {
		end += "\n// Go: " + strings.Join(joined(native), " ") + "\n"
	}
	c.native = native
	text := c.text
	if at := verdicts.FindStringIndex(text); at != nil {
		text = strings.TrimRight(text[:at[0]], "\n") + "\n"
	}
	if err := os.WriteFile(c.path, []byte(text+end), 0o644); err != nil {
		t.Fatal(err)
	}
	return c
}

func joined(list []string) []string {
	if same := slices.Compact(slices.Clone(list)); len(same) == 1 {
		return same
	}
	return list
}
