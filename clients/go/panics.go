package recovery

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
)

// PanicError is what Recover puts into the caller's error.
type PanicError struct {
	Value   any // what was given to panic
	Message string
}

func (e *PanicError) Error() string { return e.Message }

// Unwrap is the panic's value where that is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Go runs f in a goroutine of its own. A panic in it becomes a report made from event, and the process lives on; see Recover. Without
// this, a panic in any goroutine of the executor ends it, with all users' traders.
func (r *Reporter) Go(ctx context.Context, event Event, f func(context.Context)) {
	go func() {
		defer r.Recover(ctx, event, nil)
		f(ctx)
	}()
}

// Recover stops a panic and reports it from event, as a runtime error with the stack and the message that the executor's logs have:
// "panic in trader <id>: <value>", or "panic in series code: <value>". If err is not nil, it is set to a *PanicError. It must be
// deferred itself:
//
//	defer reporter.Recover(ctx, event, &err)
//
// runtime.Goexit is no panic, panic(nil) is one. What is fatal to the process cannot be recovered; see the package comment.
func (r *Reporter) Recover(ctx context.Context, event Event, err *error) {
	value := recover()
	if value == nil {
		return
	}
	event.Message = panicMessage(&event, value)
	event.ErrorType = Runtime
	event.Stack = callStack()
	if err != nil {
		*err = &PanicError{Value: value, Message: event.Message}
	}
	if problem := r.Report(ctx, event); problem != nil {
		r.config.Logger.LogAttrs(ctx, slog.LevelError, "a panic was recovered but could not be reported",
			slog.String("trader_id", event.TraderID), slog.Any("error", problem))
	}
}

func panicMessage(event *Event, value any) string {
	if event.Component == Series {
		return fmt.Sprintf("panic in series code: %v", value)
	}
	return fmt.Sprintf("panic in trader %s: %v", event.TraderID, value)
}

// callStack is the stack of the panic: deferred functions run on top of it.
func callStack() string {
	buffer := make([]byte, maxStackBytes+4096)
	return string(buffer[:runtime.Stack(buffer, false)])
}
