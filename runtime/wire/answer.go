package wire

import (
	"encoding/json"
	"fmt"
	"go/token"

	"github.com/trader-error-recovery/runtime/compare"
	"github.com/trader-error-recovery/runtime/metering"
	"github.com/trader-error-recovery/runtime/repair"
	"github.com/trader-error-recovery/runtime/sandbox"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/transplant"
	"github.com/trader-error-recovery/runtime/warnings"
)

type checked struct {
	OK       bool               `json:"ok"`
	Errors   []sandbox.Failure  `json:"errors"`
	Warnings []warnings.Warning `json:"warnings"`
}

type ran struct {
	Results []outcome `json:"results"`
}

type outcome struct {
	Symbol  string           `json:"symbol"`
	OK      bool             `json:"ok"`
	Matched *bool            `json:"matched,omitempty"`
	Series  map[string]any   `json:"series,omitzero"`
	Error   *sandbox.Failure `json:"error,omitempty"`
	Steps   int              `json:"steps"`
}

type repaired struct {
	Code    string           `json:"code"`
	Changed bool             `json:"changed"`
	Sound   bool             `json:"sound"`
	Applied []repair.Applied `json:"applied"`
	Reason  string           `json:"reason,omitempty"`
}

type refused struct {
	Error struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

type hashed struct {
	Hash string `json:"hash"`
}

// Check answers a request to compile code.
func Check(frame []byte) []byte {
	return answer(frame, func(request *request) any {
		failures := sandbox.Check(request.Code, request.Component)
		result := checked{OK: len(failures) == 0, Errors: append([]sandbox.Failure{}, failures...), Warnings: []warnings.Warning{}}
		if program, _ := source.Parse(token.NewFileSet(), request.Code, request.Component); program != nil {
			result.Warnings = append(result.Warnings, warnings.Of(program)...)
		}
		return result
	})
}

// Hash answers a request for the hash of code that formatting, comments and local names do not change.
func Hash(frame []byte) []byte {
	return answer(frame, func(request *request) any {
		return hashed{compare.SyntaxHash(request.Code, request.Component)}
	})
}

// Compare answers a request to compare a candidate with the code it would replace.
func Compare(frame []byte) []byte {
	return answer(frame, func(request *request) any {
		return compare.Compare(request.Code, request.Candidate, request.Component, request.inputs(), request.limits())
	})
}

// Run answers a request to run code on each input.
func Run(frame []byte) []byte {
	return answer(frame, func(request *request) any {
		runner := sandbox.NewRunner(request.Code, request.Component, request.limits())
		run := runner.Run
		if request.Blind {
			run = runner.RunBlind
		}
		outcomes := make([]outcome, 0, len(request.Inputs))
		for _, input := range request.Inputs {
			outcomes = append(outcomes, outcomeOf(run(input)))
		}
		return ran{Results: outcomes}
	})
}

// Repair answers a request to mend code.
func Repair(frame []byte) []byte {
	return answer(frame, func(request *request) any {
		wanted := repair.Request{
			Code: request.Code, Component: request.Component, Inputs: request.inputs(), Limits: request.limits(),
		}
		if request.Error != nil {
			wanted.Message = request.Error.Message
		}
		result := repair.Repair(wanted)
		return repaired{
			Code: result.Code, Changed: result.Code != request.Code, Sound: result.Sound,
			Applied: append([]repair.Applied{}, result.Applied...), Reason: result.Reason,
		}
	})
}

// Transplant answers a request to make a donor's change in code of the same syntax.
func Transplant(frame []byte) []byte {
	return answer(frame, func(request *request) any {
		return transplant.Transplant(transplant.Request{
			Code: request.Code, Donor: request.Donor, DonorFixed: request.DonorFixed, Component: request.Component,
		})
	})
}

func outcomeOf(result sandbox.Result) outcome {
	made := outcome{Symbol: result.Symbol, OK: result.Failure == nil, Error: result.Failure, Steps: result.Steps}
	switch {
	case !made.OK:
	case result.Series != nil:
		made.Series = result.Series
	default:
		made.Matched = &result.Matched
	}
	return made
}

func (r *request) inputs() []sandbox.Input {
	inputs := make([]sandbox.Input, len(r.Inputs))
	for i, input := range r.Inputs {
		inputs[i] = input
	}
	return inputs
}

func (r *request) limits() metering.Limits {
	limits := sandbox.DefaultLimits(r.Component)
	if r.Limits.Steps > 0 {
		limits.Steps = min(limits.Steps, r.Limits.Steps)
	}
	return limits
}

// answer never panics: whatever is wrong with a request, or with this module, becomes an error for its caller.
func answer(frame []byte, respond func(*request) any) (response []byte) {
	defer func() {
		if value := recover(); value != nil {
			response = refuse("internal", fmt.Sprint(value))
		}
	}()
	request, err := decode(frame)
	if err != nil {
		return refuse("invalid_request", err.Error())
	}
	response, err = json.Marshal(respond(request))
	if err != nil {
		return refuse("internal", err.Error())
	}
	return response
}

func refuse(code, message string) []byte {
	var refusal refused
	refusal.Error.Code, refusal.Error.Message = code, message
	response, _ := json.Marshal(refusal) // two strings always encode
	return response
}
