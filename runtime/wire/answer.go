package wire

import (
	"encoding/json"
	"fmt"

	"github.com/trader-error-recovery/runtime/repair"
	"github.com/trader-error-recovery/runtime/sandbox"
)

type checked struct {
	OK     bool              `json:"ok"`
	Errors []sandbox.Failure `json:"errors"`
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

// Check answers a request to compile code.
func Check(frame []byte) []byte {
	return answer(frame, func(request *request) any {
		failures := sandbox.Check(request.Code, request.Component)
		return checked{OK: len(failures) == 0, Errors: append([]sandbox.Failure{}, failures...)}
	})
}

// Run answers a request to run code on each input.
func Run(frame []byte) []byte {
	return answer(frame, func(request *request) any {
		outcomes := make([]outcome, 0, len(request.Inputs))
		for _, result := range sandbox.Run(request.Code, request.Component, request.inputs(), request.limits()) {
			outcomes = append(outcomes, outcomeOf(result))
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

func (r *request) limits() sandbox.Limits {
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
