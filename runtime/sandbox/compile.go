package sandbox

import (
	"errors"
	"fmt"
	"go/scanner"
	"go/token"
	"io"
	"io/fs"
	"reflect"
	"regexp"
	"sort"
	"strconv"

	"github.com/traefik/yaegi/interp"

	"github.com/trader-error-recovery/runtime/metering"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/symbols"
)

// Check compiles code as the executor would and returns every syntax error, or the first type error, or nothing.
func Check(code string, component source.Component) []Failure {
	interpreter := newInterpreter(metering.New(metering.Limits{}))
	program, problems := source.Parse(interpreter.FileSet(), code, component)
	if len(problems) > 0 {
		return fromProblems(problems, code)
	}
	if _, failure := compile(interpreter, program); failure != nil {
		if failure.Code == crashCode && failure.Line == 0 {
			failure.Line, failure.Column = crashPlace(code, component)
		}
		return []Failure{failure.explained(code)}
	}
	return nil
}

// crashPlace finds the statement that the interpreter crashes on, of which it does not tell the place: the first with
// which the code before it crashes too.
func crashPlace(code string, component source.Component) (line, column int) {
	program := source.Read(code, component)
	if program == nil {
		return 0, 0
	}
	statements := program.Body.List
	first := sort.Search(len(statements), func(i int) bool {
		interpreter := newInterpreter(metering.New(metering.Limits{}))
		part, _ := source.Parse(interpreter.FileSet(), code[:program.End(statements[i])], component)
		if part == nil {
			return false
		}
		_, failure := compile(interpreter, part)
		return failure != nil && failure.Code == crashCode
	})
	if first == len(statements) {
		return 0, 0
	}
	place := program.Place(statements[first].Pos())
	return place.Line, place.Column
}

// noFiles keeps the interpreter from looking for packages on a disk.
type noFiles struct{}

func (noFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, io.EOF }

func newInterpreter(meter *metering.Meter) *interp.Interpreter {
	interpreter := interp.New(interp.Options{
		Stdin: nothing{}, Stdout: io.Discard, Stderr: io.Discard, SourcecodeFilesystem: noFiles{},
	})
	exports := symbols.Exports(meter)
	exports[metering.Path+"/"+metering.Path] = meter.Exports()
	// Use fails for generic packages alone, and there is none here.
	_ = interpreter.Use(exports)
	return interpreter
}

// compile returns the program's function. The interpreter panics on some valid code; that is a failure to compile too.
func compile(interpreter *interp.Interpreter, program *source.Program) (function reflect.Value, failure *Failure) {
	defer func() {
		if value := recover(); value != nil {
			failure = crash(value, program)
		}
	}()
	compiled, err := interpreter.CompileAST(program.File)
	if err == nil {
		_, err = interpreter.Execute(compiled)
	}
	if err == nil {
		function, err = interpreter.Eval("main." + program.Component.Function())
	}
	if err != nil {
		return reflect.Value{}, compileFailure(err, program)
	}
	return function, nil
}

func compileFailure(err error, program *source.Program) *Failure {
	var panicked interp.Panic
	if errors.As(err, &panicked) {
		return crash(panicked.Value, program)
	}
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		place := source.Unwrap(list[0].Pos, program.Code)
		return &Failure{Class: Compile, Code: "syntax", Message: list[0].Msg, Line: place.Line, Column: place.Column}
	}
	text := executorMessage(err.Error())
	place, message := placed(text, program)
	return &Failure{Class: Compile, Code: codeOf(message, "type_error"), Message: message, Line: place.Line, Column: place.Column}
}

// positioned matches the place that yaegi puts before the message of a type error.
var positioned = regexp.MustCompile(`^(?:[^\s:]*:)?(\d+):(\d+): `)

// placed takes the place off a message; it is zero where there is none.
func placed(text string, program *source.Program) (source.Place, string) {
	match := positioned.FindStringSubmatch(text)
	if match == nil {
		return source.Place{}, text
	}
	line, _ := strconv.Atoi(match[1])
	column, _ := strconv.Atoi(match[2])
	return source.Unwrap(token.Position{Line: line, Column: column}, program.Code), text[len(match[0]):]
}

// crashCode is the code of a panic of the interpreter itself while it compiles.
const crashCode = "interpreter_crash"

// crash keeps the message as the executor has it. What it calls the place of a crash is often that of the function.
func crash(value any, program *source.Program) *Failure {
	message := executorMessage(fmt.Sprint(value))
	place, _ := placed(message, program)
	failure := &Failure{Class: Compile, Code: crashCode, Message: message}
	if place.Line > 1 {
		failure.Line, failure.Column = place.Line, place.Column
	}
	return failure
}
