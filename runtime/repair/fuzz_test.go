package repair

import (
	"reflect"
	"testing"
	"time"

	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
)

// FuzzRepair looks for code that makes repair panic, hang, offer what does not compile or run, or change an answer.
func FuzzRepair(f *testing.F) {
	for _, sample := range corpus {
		f.Add([]byte(sample.code), sample.component == source.Series)
	}
	f.Fuzz(func(t *testing.T, bytes []byte, series bool) {
		component := source.Filter
		if series {
			component = source.Series
		}
		limits := sandbox.DefaultLimits(component)
		limits.Steps, limits.Allocated, limits.Time = 20_000, 16<<20, 10*time.Second
		code, inputs := string(bytes), []sandbox.Input{market{12, nil}, market{2, nil}}
		repaired := make(chan Result, 1)
		go func() { repaired <- Repair(Request{Code: code, Component: component, Inputs: inputs, Limits: limits}) }()
		var result Result
		select {
		case result = <-repaired:
		case <-time.After(20 * time.Second):
			t.Fatal("does not end within 20s")
		}
		if !result.Sound {
			if result.Code != code || result.Reason == "" || len(result.Applied) > 0 {
				t.Errorf("not sound, and not left alone: %+v", result)
			}
			return
		}
		if failures := sandbox.Check(result.Code, component); len(failures) > 0 {
			t.Errorf("called sound, and does not compile: %s\n%s", failures[0].Message, result.Code)
		}
		before, after := sandbox.Run(code, component, inputs, limits), sandbox.Run(result.Code, component, inputs, limits)
		for i := range inputs {
			if after[i].Failure != nil {
				t.Errorf("called sound, and fails: %s\n%s", after[i].Failure.Message, result.Code)
			} else if before[i].Failure == nil && (before[i].Matched != after[i].Matched || !reflect.DeepEqual(before[i].Series, after[i].Series)) {
				t.Errorf("answered %v, now %v\n%s", before[i].Matched, after[i].Matched, result.Code)
			}
		}
	})
}
