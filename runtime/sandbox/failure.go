package sandbox

import (
	"fmt"
	"regexp"
	"strings"

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
	Class   Class  `json:"class"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

func fromProblems(problems []source.Problem) []Failure {
	failures := make([]Failure, 0, len(problems))
	for _, problem := range problems {
		failures = append(failures, Failure{Compile, problem.Code, problem.Message, problem.Line, problem.Column})
	}
	return failures
}

// codes name failures by what their message says, the first match wins; messages are yaegi's, not the Go compiler's.
var codes = []struct {
	code    string
	message *regexp.Regexp
}{
	{"unknown_function", regexp.MustCompile(`^package \w+ ".*" has no symbol `)},
	{"undefined_field", regexp.MustCompile(`^undefined (selector|field or method)`)},
	{"undefined_name", regexp.MustCompile(`^undefined: `)},
	{"wrong_arity", regexp.MustCompile(`^(not enough|too many) arguments`)},
	{"assignment_mismatch", regexp.MustCompile(`^(assignment mismatch|cannot assign)`)},
	{"type_mismatch", regexp.MustCompile(`mismatched types|cannot use |cannot convert|must be integer|not defined on|invalid operation|invalid argument|cannot indirect`)},
	{"redeclared", regexp.MustCompile(`no new variables|redeclared`)},
	{"nil_pointer", regexp.MustCompile(`on zero Value|nil pointer dereference|of nil function`)},
	{"out_of_range", regexp.MustCompile(`index out of range|out of bounds|negative len|len out of range`)},
	{"nil_map", regexp.MustCompile(`entry in nil map`)},
	{"divide_by_zero", regexp.MustCompile(`divide by zero`)},
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

// positioned matches the place that yaegi puts before the message of a type error.
var positioned = regexp.MustCompile(`^(?:[^\s:]*:)?(\d+):(\d+): `)

// ourTypes is how the interpreter names the sandbox's types in messages; the executor's have another path.
const ourTypes, theirTypes = "github.com/trader-error-recovery/runtime/", "github.com/vyx/go-screener/pkg/"

func executorMessage(text string) string {
	return strings.ReplaceAll(text, ourTypes, theirTypes)
}

// crash describes a panic of the interpreter itself while it compiles.
func crash(value any) Failure {
	message := executorMessage(fmt.Sprint(value))
	return Failure{Class: Compile, Code: "interpreter_crash", Message: message}
}

func panicked(value any, component source.Component, line int) Failure {
	if stopped, ok := value.(stop); ok {
		return limitReached(stopped.class, component)
	}
	message := executorMessage(fmt.Sprint(value))
	return Failure{Class: Runtime, Code: codeOf(message, "panic"), Message: message, Line: line}
}

func limitReached(class Class, component source.Component) Failure {
	switch {
	case class == Memory:
		return Failure{Class: Memory, Code: "memory_limit", Message: "the code uses more memory than a filter may"}
	case component == source.Series:
		return Failure{Class: Timeout, Code: "step_limit", Message: "series code execution timeout"}
	default:
		return Failure{Class: Timeout, Code: "step_limit", Message: "filter execution timed out after 1s"}
	}
}
