package sandbox

import (
	"regexp"
	"strings"
)

// explanations say for each code of a failure what it means to somebody who reads no Go. %s is the name that the
// message gives, if it gives one.
var explanations = map[string]struct{ named, plain string }{
	"syntax":              {plain: "The code is not complete or not Go at this place, so nothing of it can run."},
	"redeclared":          {plain: "A name is given a second time where it already stands for something."},
	"unknown_function":    {"The filter calls %s, which does not exist.", "The filter calls an indicator that does not exist."},
	"undefined_name":      {"The filter uses %s, which is not defined anywhere in it.", "The filter uses a name that is not defined anywhere in it."},
	"undefined_field":     {"The filter reads %s, which this value does not have.", "The filter reads a field that this value does not have."},
	"wrong_arity":         {plain: "A function is given too many or too few values, or the filter returns the wrong number of them."},
	"assignment_mismatch": {plain: "A calculation gives another number of results than the filter wants to store."},
	"type_mismatch":       {plain: "Two things that cannot be computed with each other are mixed, such as a number and something that may be missing."},
	"type_error":          {plain: "The code contradicts itself at this place, so it cannot run."},
	"interpreter_crash":   {plain: "The code is written in a form that the executor cannot translate, so it does not run."},
	"nil_pointer":         {plain: "A value was used that does not exist, mostly an indicator that has too few candles to be computed."},
	"number_as_nil":       {plain: "The code asks whether a number is missing; a number never is."},
	"out_of_range":        {plain: "The filter looked at a candle or value that is not there, mostly because there are fewer than it expects."},
	"nil_map":             {plain: "The filter stores something in a table that was never created."},
	"divide_by_zero":      {plain: "A whole number was divided by zero."},
	"wrong_type":          {plain: "A value is of another kind than the filter takes it for."},
	"panic":               {plain: "The filter stopped itself with an error of its own."},
	"step_limit":          {plain: "The filter takes too long, mostly because a loop never ends."},
	"memory_limit":        {plain: "The filter uses far more memory than a filter needs, mostly because something grows without end."},
	"empty_code":          {plain: "There is no code."},
	"not_text":            {plain: "What is stored as code is not text."},
	"code_too_long":       {plain: "The code is far longer than a filter can be."},
	"nested_too_deeply":   {plain: "The code is nested more deeply than it can be read."},
	"outside_function":    {plain: "The code ends its own function and goes on outside of it, which a filter must not do."},
	"goroutine":           {plain: "A filter must not start work in the background."},
	"channel":             {plain: "A filter must not wait for anything."},
	"too_large":           {plain: "The code asks for a number or list that is too large to be meant seriously."},
}

// subject matches the name that a message complains of, in each form that messages have.
var subject = regexp.MustCompile(`(?:has no symbol |undefined: |undefined (?:selector|method|field or method): )(\S+)`)

func explain(code, message string) string {
	known := explanations[code]
	if match := subject.FindStringSubmatch(message); match != nil && known.named != "" {
		return strings.Replace(known.named, "%s", match[1], 1)
	}
	return known.plain
}
