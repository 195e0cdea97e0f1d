// Package compare says what changes when a candidate replaces the code of a filter: answer by answer, and by what looks
// like a failure that was suppressed instead of repaired.
package compare

import (
	"reflect"
	"slices"
	"time"

	"github.com/trader-error-recovery/runtime/metering"
	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
)

// Change is what happens to the answer for one input.
type Change string

// The changes.
const (
	Equal   Change = "equal"   // both ran, with the same answer
	Changed Change = "changed" // both ran, with different answers
	Fixed   Change = "fixed"   // the original failed, the candidate runs
	Broken  Change = "broken"  // the original ran, the candidate fails
	Failing Change = "failing" // both fail
)

// Outcome is what one of the two did with one input.
type Outcome struct {
	Matched *bool            `json:"matched,omitempty"`
	Series  map[string]any   `json:"series,omitzero"`
	Error   *sandbox.Failure `json:"error,omitempty"`
	Steps   int              `json:"steps"`
	Assumed bool             `json:"assumed,omitempty"` // not run: the code has used up its budget on the inputs before
}

// Pair is both outcomes for one input.
type Pair struct {
	Symbol    string  `json:"symbol"`
	Original  Outcome `json:"original"`
	Candidate Outcome `json:"candidate"`
	Change    Change  `json:"change"`
}

// Summary counts the changes.
type Summary struct {
	Inputs  int `json:"inputs"`
	Equal   int `json:"equal"`
	Changed int `json:"changed"`
	Fixed   int `json:"fixed"`
	Broken  int `json:"broken"`
	Failing int `json:"failing"`
}

// Matches counts on how many of the inputs that each ran on it said yes.
type Matches struct {
	Original     int `json:"original"`
	OriginalRan  int `json:"original_ran"`
	Candidate    int `json:"candidate"`
	CandidateRan int `json:"candidate_ran"`
}

// Cost is what running took; times are of this machine, and decide nothing.
type Cost struct {
	StepsMax   int   `json:"steps_max"`
	StepsTotal int   `json:"steps_total"`
	MicrosP50  int64 `json:"micros_p50"`
	MicrosP95  int64 `json:"micros_p95"`
}

// Costs are those of both.
type Costs struct {
	Original  Cost `json:"original"`
	Candidate Cost `json:"candidate"`
}

// Hashes are the syntax hashes of both.
type Hashes struct {
	Original  string `json:"original"`
	Candidate string `json:"candidate"`
}

// Comparison is all that there is to know.
type Comparison struct {
	Inputs      []Pair    `json:"inputs"`
	Summary     Summary   `json:"summary"`
	Matches     Matches   `json:"matches"`
	Cost        Costs     `json:"cost"`
	Suppression []Finding `json:"suppression"`
	Hash        Hashes    `json:"hash"`
	SameSyntax  bool      `json:"same_syntax"`
}

// Compare runs both on every input, in order, and looks for suppression in their code and in their answers.
func Compare(original, candidate string, component source.Component, inputs []sandbox.Input, limits metering.Limits) Comparison {
	hashes := Hashes{SyntaxHash(original, component), SyntaxHash(candidate, component)}
	compared := Comparison{Inputs: []Pair{}, Hash: hashes, SameSyntax: hashes.Original == hashes.Candidate}
	was, wasTook := runAll(original, component, inputs, limits)
	is, isTook := runAll(candidate, component, inputs, limits)
	for i := range inputs {
		pair := Pair{was[i].Symbol, outcomeOf(was[i]), outcomeOf(is[i]), changeOf(was[i], is[i])}
		compared.Inputs = append(compared.Inputs, pair)
		compared.count(pair)
	}
	compared.Cost = Costs{costOf(was, wasTook), costOf(is, isTook)}
	compared.Suppression = append(suppressedInCode(original, candidate, component), suppressedInAnswers(compared.Inputs)...)
	if compared.Suppression == nil {
		compared.Suppression = []Finding{}
	}
	return compared
}

func runAll(code string, component source.Component, inputs []sandbox.Input, limits metering.Limits) ([]sandbox.Result, []int64) {
	if len(inputs) == 0 {
		return nil, nil
	}
	runner := sandbox.NewRunner(code, component, limits)
	results, took := make([]sandbox.Result, len(inputs)), make([]int64, len(inputs))
	exhausted := 0
	for i, input := range inputs {
		if exhausted == mostExhausted {
			results[i] = sandbox.Result{Symbol: input.Symbol(), Failure: results[i-1].Failure}
			continue
		}
		started := time.Now()
		results[i] = runner.Run(input)
		took[i] = time.Since(started).Microseconds()
		exhausted++
		if failure := results[i].Failure; failure == nil || failure.Class != sandbox.Timeout && failure.Class != sandbox.Memory {
			exhausted = 0
		}
	}
	return results, took
}

// mostExhausted is how many runs in a row may use up their budget before the rest is assumed to do so, too.
const mostExhausted = 3

func outcomeOf(result sandbox.Result) Outcome {
	made := Outcome{Error: result.Failure, Steps: result.Steps, Series: result.Series}
	made.Assumed = result.Failure != nil && result.Steps == 0 && result.Failure.Class != sandbox.Compile
	if result.Failure == nil && result.Series == nil {
		made.Matched = &result.Matched
	}
	return made
}

func changeOf(was, is sandbox.Result) Change {
	switch {
	case was.Failure != nil && is.Failure != nil:
		return Failing
	case was.Failure != nil:
		return Fixed
	case is.Failure != nil:
		return Broken
	case was.Matched != is.Matched || !reflect.DeepEqual(was.Series, is.Series):
		return Changed
	}
	return Equal
}

func (c *Comparison) count(pair Pair) {
	c.Summary.Inputs++
	counts := map[Change]*int{
		Equal: &c.Summary.Equal, Changed: &c.Summary.Changed, Fixed: &c.Summary.Fixed, Broken: &c.Summary.Broken, Failing: &c.Summary.Failing,
	}
	*counts[pair.Change]++
	note := func(outcome Outcome, ran, matched *int) {
		if outcome.Error == nil {
			*ran++
		}
		if outcome.Matched != nil && *outcome.Matched {
			*matched++
		}
	}
	note(pair.Original, &c.Matches.OriginalRan, &c.Matches.Original)
	note(pair.Candidate, &c.Matches.CandidateRan, &c.Matches.Candidate)
}

func costOf(results []sandbox.Result, took []int64) Cost {
	if len(took) == 0 {
		return Cost{}
	}
	sorted := slices.Sorted(slices.Values(took))
	cost := Cost{MicrosP50: sorted[len(sorted)/2], MicrosP95: sorted[len(sorted)*95/100]}
	for _, result := range results {
		cost.StepsTotal += result.Steps
		cost.StepsMax = max(cost.StepsMax, result.Steps)
	}
	return cost
}
