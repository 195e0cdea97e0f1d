package repair

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
)

// markets are symbols of each size that an executor meets.
var markets = []sandbox.Input{
	market{250, []string{"5m", "1h"}}, market{60, nil}, market{10, []string{"5m", "1h"}}, market{1, nil}, market{0, nil}, market{20, []string{}},
}

// eachRepaired repairs the whole corpus for one market with many candles and, apart from that, for all of them.
func eachRepaired(t *testing.T, check func(t *testing.T, code string, component source.Component, result Result)) {
	t.Helper()
	for _, sample := range corpus {
		for _, inputs := range [][]sandbox.Input{markets, markets[:1]} {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				result := repaired(t, sample.code, sample.component, inputs)
				if result.Code != sample.code {
					check(t, sample.code, sample.component, result)
				} else if len(result.Applied) > 0 {
					t.Errorf("says that it changed what it did not\n%s", sample.code)
				}
			})
		}
	}
}

func TestARepairNeverChangesAnAnswer(t *testing.T) {
	t.Parallel()
	for _, sample := range corpus {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			result := repaired(t, sample.code, sample.component, markets)
			before := sandbox.Run(sample.code, sample.component, markets, limits(sample.component))
			after := sandbox.Run(result.Code, sample.component, markets, limits(sample.component))
			for i := range markets {
				if before[i].Failure == nil && (after[i].Failure != nil || after[i].Matched != before[i].Matched || !reflect.DeepEqual(after[i].Series, before[i].Series)) {
					t.Errorf("market %d: %v became %v %v\n%s\n\n%s", i, before[i].Matched, after[i].Matched, after[i].Failure, sample.code, result.Code)
				}
			}
		})
	}
}

func TestARepairedFilterCompilesAndSaysWhy(t *testing.T) {
	t.Parallel()
	eachRepaired(t, func(t *testing.T, _ string, component source.Component, result Result) {
		if failures := sandbox.Check(result.Code, component); len(failures) > 0 {
			t.Errorf("%s\n%s", failures[0].Message, result.Code)
		}
		if !result.Sound || result.Reason != "" || len(result.Applied) == 0 {
			t.Errorf("got %+v", result)
		}
	})
}

func TestARepairedFilterIsNotRepairedAgain(t *testing.T) {
	t.Parallel()
	eachRepaired(t, func(t *testing.T, _ string, component source.Component, result Result) {
		again := repaired(t, result.Code, component, markets[:1])
		if again.Code != result.Code || !again.Sound || len(again.Applied) > 0 {
			t.Errorf("%v changed\n%s\ninto\n%s", again.Applied, result.Code, again.Code)
		}
	})
}

// The guards are made to panic: whatever run meets one has to end in a no, or a series of nothing.
func TestAGuardNeverMakesTheAnswerTrue(t *testing.T) {
	t.Parallel()
	eachRepaired(t, func(t *testing.T, _ string, component source.Component, result Result) {
		for _, reason := range []string{tooShort, noValue, noDivisor, notKnown} {
			met := sandbox.Run(alarmed(result.Code, reason), component, markets, limits(component))
			got := sandbox.Run(result.Code, component, markets, limits(component))
			for i := range markets {
				if met[i].Failure != nil && met[i].Failure.Message == alarm && (got[i].Matched || len(got[i].Series) > 0) {
					t.Errorf("market %d says yes behind a guard\n%s", i, result.Code)
				}
			}
		}
	})
}

// guardBlock is a guard of the filter itself, with the white space before it.
var guardBlock = regexp.MustCompile(`(?m)^[ \t]*if [^\n]+ \{\n[ \t]*return (?:false|map\[string\]interface\{\}\{\}) // (?:too few candles|no value yet|nothing to divide by)\n[ \t]*\}\n`)

func TestGuardsLeaveAllElseAsItWas(t *testing.T) {
	t.Parallel()
	eachRepaired(t, func(t *testing.T, code string, _ source.Component, result Result) {
		for _, applied := range result.Applied {
			if !slices.Contains([]string{"missing-length-check", "missing-bounds-check", "zero-divisor"}, applied.Rule) {
				return
			}
		}
		if strings.Contains(result.Code, incomplete) {
			return
		}
		if without := guardBlock.ReplaceAllString(result.Code, ""); without != code {
			t.Errorf("without its guards it is\n%s\nnot\n%s", without, code)
		}
	})
}

// What a repair of types and names mends keeps every other condition, in its place and by its sign.
func TestTheConditionsOfTheUserAreKept(t *testing.T) {
	t.Parallel()
	code := `klines := data.Klines["5m"]
rsi := indicators.GetLatestRSI(klines)
ema := indicators.CalculateEMA(klines, 21)
stoch := indicators.GetLatestStochastic(klines, 14, 3)
vwap := indicators.CalculateVWAP(klines)
if rsi == nil || stoch == nil {
	return false
}
last := klines[-1]
oversold := stoch.K[len(stoch.K)-1] < 95 && stoch.D >= 1
return rsi > 70 && oversold && last.close > ema && math.Abs(last.Close-vwap) > 0.5 && data.Ticker.PriceChangePercent != 7 && !(last.Volume < 10)`
	result := repairFilter(t, code, markets)
	for _, kept := range []string{
		"*rsi > 70 && oversold && last.Close > *ema && mathAbs(last.Close-vwap) > 0.5 && data.Ticker.PriceChangePercent != 7 && !(last.Volume < 10)",
		"oversold := stoch.K < 95 && stoch.D >= 1", "if rsi == nil || stoch == nil {", "last := klines[len(klines)-1]",
	} {
		if !result.Sound || !strings.Contains(result.Code, kept) {
			t.Errorf("lost %s, %q\n%s", kept, result.Reason, result.Code)
		}
	}
}

func TestRulesHaveNamesAndSentences(t *testing.T) {
	t.Parallel()
	kebab, sentence := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`), regexp.MustCompile(`^[A-Z][^\n]*[^.\s]\.$`)
	seen := map[string]bool{}
	for _, rule := range rules {
		if !kebab.MatchString(rule.name) || seen[rule.name] {
			t.Errorf("%q is no name, or that of two rules", rule.name)
		}
		if !sentence.MatchString(rule.explanation) || len(rule.explanation) > 200 {
			t.Errorf("%s: %q is no sentence", rule.name, rule.explanation)
		}
		if rule.edits == nil || len(rule.stages) == 0 {
			t.Errorf("%s never applies", rule.name)
		}
		seen[rule.name] = true
	}
	for _, rule := range finishing {
		if !seen[rule.name] || rule.explanation == "" || rule.edits == nil {
			t.Errorf("%q finishes, and is none of the rules", rule.name)
		}
	}
}

// Repair is told of code that each rule is not for; none may panic on it, or change it.
func TestRulesStandAnyCode(t *testing.T) {
	t.Parallel()
	for _, sample := range corpus {
		found := finding{Code: sample.code, Component: sample.component, Program: source.Read(sample.code, sample.component)}
		w := &work{request: Request{Component: sample.component}, code: sample.code}
		for _, failure := range append(sandbox.Check(sample.code, sample.component), sandbox.Failure{}, sandbox.Failure{Line: 1, Column: 1}) {
			found = w.finding(failure)
			for _, rule := range rules {
				if found.Program == nil == slices.Contains(rule.stages, text) {
					apply(sample.code, rule.edits(found))
				}
			}
		}
	}
}
