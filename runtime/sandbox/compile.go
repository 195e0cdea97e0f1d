package sandbox

import (
	"errors"
	"go/scanner"
	"go/token"
	"io"
	"io/fs"
	"reflect"
	"strconv"

	"github.com/traefik/yaegi/interp"

	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/symbols"
)

// Check compiles code as the executor would and returns every syntax error, or the first type error, or nothing.
func Check(code string, component source.Component) []Failure {
	interpreter := newInterpreter(newMeter(Limits{}))
	program, problems := source.Parse(interpreter.FileSet(), code, component)
	if len(problems) > 0 {
		return fromProblems(problems)
	}
	if _, failure := compile(interpreter, program); failure != nil {
		return []Failure{*failure}
	}
	return nil
}

// noFiles keeps the interpreter from looking for packages on a disk.
type noFiles struct{}

func (noFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func newInterpreter(meter *meter) *interp.Interpreter {
	interpreter := interp.New(interp.Options{
		Stdin: nothing{}, Stdout: io.Discard, Stderr: io.Discard, SourcecodeFilesystem: noFiles{},
	})
	exports := symbols.Exports(meter.Charge)
	exports[source.MeterPath+"/"+source.MeterPath] = map[string]reflect.Value{
		"Fuel":   reflect.ValueOf(func() *int { return &meter.fuel }),
		"Line":   reflect.ValueOf(func() *int { return &meter.line }),
		"Refill": reflect.ValueOf(meter.Refill),
		"Enter":  reflect.ValueOf(meter.Enter),
		"Leave":  reflect.ValueOf(meter.Leave),
	}
	// Use fails for generic packages alone, and there is none here.
	_ = interpreter.Use(exports)
	return interpreter
}

type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, io.EOF }

// compile returns the program's function. The interpreter panics on some valid code; that is a failure to compile too.
func compile(interpreter *interp.Interpreter, program *source.Program) (function reflect.Value, failure *Failure) {
	defer func() {
		if value := recover(); value != nil {
			crashed := crash(value)
			failure = &crashed
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
		failure := crash(panicked.Value)
		return &failure
	}
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		place := source.Unwrap(list[0].Pos, program.Code)
		return &Failure{Compile, "syntax", list[0].Msg, place.Line, place.Column}
	}
	text := executorMessage(err.Error())
	match := positioned.FindStringSubmatch(text)
	if match == nil {
		return &Failure{Class: Compile, Code: codeOf(text, "type_error"), Message: text}
	}
	line, _ := strconv.Atoi(match[1])
	column, _ := strconv.Atoi(match[2])
	place := source.Unwrap(token.Position{Line: line, Column: column}, program.Code)
	message := text[len(match[0]):]
	return &Failure{Compile, codeOf(message, "type_error"), message, place.Line, place.Column}
}
