package sandbox

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/trader-error-recovery/runtime/metering"
	"github.com/trader-error-recovery/runtime/source"
)

// Class says at which stage, or by which limit, a filter failed.
type Class string

// The classes of failure.
const (
	Compile Class = "compile"
	Runtime Class = "runtime"
	Timeout Class = "timeout"
	Memory  Class = "memory"
)

// Failure is why code does not compile or a run ended; Message is the executor's own, without its position.
// A Line or Column of 0 is not known.
type Failure struct {
	Class       Class   `json:"class"`
	Code        string  `json:"code"`
	Message     string  `json:"message"`
	Line        int     `json:"line,omitempty"`
	Column      int     `json:"column,omitempty"`
	Source      string  `json:"source,omitempty"`      // the line of the user's code
	Explanation string  `json:"explanation,omitempty"` // a sentence for somebody who reads no Go
	Values      []Value `json:"values,omitempty"`      // of a runtime failure: what the statement was about to use
}

// Value is what a variable held, or how long it was, before the failing statement ran.
type Value struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func fromProblems(problems []source.Problem, code string) []Failure {
	failures := make([]Failure, 0, len(problems))
	for _, problem := range problems {
		failure := Failure{Class: Compile, Code: problem.Code, Message: problem.Message, Line: problem.Line, Column: problem.Column}
		failures = append(failures, failure.explained(code))
	}
	return failures
}

// explained adds the user's own line and a sentence about the failure.
func (f Failure) explained(code string) Failure {
	f.Source = source.LineOf(code, f.Line)
	f.Explanation = explain(f.Code, f.Message)
	return f
}

// codes name failures by what their message says, the first match wins; messages are yaegi's, not the Go compiler's.
var codes = []struct {
	code    string
	message *regexp.Regexp
}{
	{"unknown_function", regexp.MustCompile(`^package \w+ ".*" has no symbol `)},
	{"undefined_field", regexp.MustCompile(`^undefined (selector|field or method|method)`)},
	{"redeclared", regexp.MustCompile(`^no new variables|redeclared in this block`)},
	{"undefined_name", regexp.MustCompile(`^undefined: `)},
	{"wrong_arity", regexp.MustCompile(`^(not enough|too many) arguments`)},
	{"assignment_mismatch", regexp.MustCompile(`^(assignment mismatch|cannot assign)`)},
	{"type_mismatch", regexp.MustCompile(`mismatched types|cannot use |cannot convert|must be integer|not defined on|invalid operation|invalid argument|cannot indirect|non-bool used`)},
	{"number_as_nil", regexp.MustCompile(`Value\.IsNil on`)},
	{"nil_pointer", regexp.MustCompile(`zero Value|nil pointer dereference|of nil function`)},
	{"out_of_range", regexp.MustCompile(`index out of range|out of bounds|negative len|len out of range`)},
	{"nil_map", regexp.MustCompile(`entry in nil map`)},
	{"divide_by_zero", regexp.MustCompile(`divide by zero|division by zero`)},
	{"wrong_type", regexp.MustCompile(`interface conversion`)},
}

func codeOf(message, otherwise string) string {
	for _, known := range codes {
		if known.message.MatchString(message) {
			return known.code
		}
	}
	return otherwise
}

// ourTypes is how the interpreter names the sandbox's types in messages; the executor's have another path.
const ourTypes, theirTypes = "github.com/trader-error-recovery/runtime/", "github.com/vyx/go-screener/pkg/"

func executorMessage(text string) string {
	return strings.ReplaceAll(text, ourTypes, theirTypes)
}

// inner matches the place in its own wrapper that the interpreter puts into some messages of panics.
var inner = regexp.MustCompile(`^\d+:\d+: `)

func panicked(value any) Failure {
	message := inner.ReplaceAllString(executorMessage(fmt.Sprint(value)), "")
	return Failure{Class: Runtime, Code: codeOf(message, "panic"), Message: message}
}

func limitReached(limit metering.Limit, component source.Component) Failure {
	switch {
	case limit == metering.Memory:
		return Failure{Class: Memory, Code: "memory_limit", Message: "the code uses more memory than a filter may"}
	case component == source.Series:
		return Failure{Class: Timeout, Code: "step_limit", Message: "series code execution timeout"}
	default:
		return Failure{Class: Timeout, Code: "step_limit", Message: "filter execution timed out after 1s"}
	}
}
