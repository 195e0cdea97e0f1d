package recovery

import (
	"fmt"
	"time"
)

// The components of a trader.
const (
	Filter = "filter"
	Series = "series"
)

// The types of errors. An event without one is classified by the server from its message.
const (
	Compile        = "compile"
	Runtime        = "runtime"
	Timeout        = "timeout"
	Infrastructure = "infrastructure"
)

// MaxOccurrences is the most that one event can count.
const MaxOccurrences = 1_000_000

// Event is one failure of a trader. TraderID and Message are required; the reporter fills what is zero where it can.
type Event struct {
	ID          string    // event_id, a uuid; made by the reporter when empty
	TraderID    string    // uuid
	Component   string    // Filter (default) or Series
	ErrorType   string    // Compile, Runtime, Timeout, Infrastructure, or empty
	Message     string    // cut to 8 KB
	Stack       string    // cut to 32 KB
	OccurredAt  time.Time // default: now
	CodeSHA256  string    // see CodeSHA256
	FilterCode  string    // the code itself where its hash is not known; not sent beside a hash
	Occurrences int       // 1 (default) to MaxOccurrences
	Context     Context
	// MarketData is what the filter saw: anything that encodes as a JSON object. It is encoded only for the first occurrence of a
	// fault per Config.SampleInterval, inside Report, and not touched otherwise.
	MarketData any
}

// Context says where and how a failure happened. Zero fields are left out.
type Context struct {
	TriggerInterval   string // such as "5m"
	Symbol            string
	SymbolsProcessed  int
	ExecutionDuration time.Duration // sent in milliseconds
	ExecutorVersion   string        // default: Config.ExecutorVersion
	MachineID         string        // default: Config.MachineID
	FailingFunction   string
	FailingStatement  string
	Extra             map[string]any // further fields; the names above win
}

// InvalidEventError says which field of an event breaks which rule. The event was not kept.
type InvalidEventError struct {
	Field string // the JSON name
	Rule  string
	Value string // as given, at most 60 bytes of it
}

func (e *InvalidEventError) Error() string {
	return fmt.Sprintf("cannot report this event: %s must be %s, got %s", e.Field, e.Rule, e.Value)
}

func invalid(field, rule, value string) error {
	if value == "" {
		value = "nothing"
	} else {
		value = fmt.Sprintf("%q", cut(value, 60))
	}
	return &InvalidEventError{Field: field, Rule: rule, Value: value}
}

// check finds what the server would reject. It must stay cheap: it runs for every report.
func (e *Event) check() error {
	switch {
	case !isUUID(e.TraderID):
		return invalid("trader_id", "a uuid", e.TraderID)
	case e.Message == "":
		return invalid("error_message", "a text that is not empty", "")
	case e.Occurrences < 0 || e.Occurrences > MaxOccurrences:
		return invalid("occurrences", "a whole number from 1 to 1000000", fmt.Sprint(e.Occurrences))
	case e.Component != "" && e.Component != Filter && e.Component != Series:
		return invalid("component", "filter or series", e.Component)
	case e.ID != "" && !isUUID(e.ID):
		return invalid("event_id", "a uuid", e.ID)
	case e.CodeSHA256 != "" && !isCodeHash(e.CodeSHA256):
		return invalid("code_sha256", "64 lower-case hex digits", e.CodeSHA256)
	}
	switch e.ErrorType {
	case "", Compile, Runtime, Timeout, Infrastructure:
		return nil
	}
	return invalid("error_type", "compile, runtime, timeout, infrastructure or empty", e.ErrorType)
}

func (e *Event) count() int { return max(e.Occurrences, 1) }

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch i {
		case 8, 13, 18, 23:
			if s[i] != '-' {
				return false
			}
		default:
			if !isHex(s[i]) {
				return false
			}
		}
	}
	return true
}

func isCodeHash(s string) bool {
	for i := range len(s) {
		if !isLowerHex(s[i]) {
			return false
		}
	}
	return len(s) == 64
}

func isHex(c byte) bool { return isLowerHex(c) || c >= 'A' && c <= 'F' }

func isLowerHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' }
