package recovery

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"
)

const (
	maxMarketBytes = 256 << 10
	// The server rejects an event that is nested more than 20 deep; market data and extra context start two levels down.
	maxDepth = 18
)

// appendEvent appends the event as a JSON object without its occurrences, which are not known before it is sent.
func appendEvent(b []byte, id *uuid, e *Event, truncated []string, market marketData) []byte {
	b = append(b, `{"event_id":"`...)
	b = append(b, id[:]...)
	b = append(b, `","trader_id":"`...)
	b = append(b, e.TraderID...)
	b = append(b, `","component":"`...)
	b = append(b, e.Component...)
	b = append(b, '"')
	b = appendField(b, "error_type", e.ErrorType)
	b = appendField(b, "error_message", e.Message)
	b = appendField(b, "stack_trace", e.Stack)
	// The server rejects other years; without a time it takes its own.
	if at := e.OccurredAt.UTC(); at.Year() >= 2000 && at.Year() <= 9999 {
		b = append(b, `,"occurred_at":"`...)
		b = at.AppendFormat(b, time.RFC3339Nano)
		b = append(b, '"')
	}
	b = appendField(b, "code_sha256", e.CodeSHA256)
	b = appendField(b, "filter_code", e.FilterCode)
	b = appendContext(b, &e.Context, truncated, market)
	if market.encoded != nil {
		b = append(b, `,"market_data":`...)
		b = append(b, market.encoded...)
	}
	return append(b, '}')
}

func appendContext(b []byte, c *Context, truncated []string, market marketData) []byte {
	b = append(b, `,"context":{`...)
	start := len(b)
	b = appendField(b, "trigger_interval", c.TriggerInterval)
	b = appendField(b, "symbol", c.Symbol)
	if c.SymbolsProcessed != 0 {
		b = append(b, `,"symbols_processed":`...)
		b = strconv.AppendInt(b, int64(c.SymbolsProcessed), 10)
	}
	if c.ExecutionDuration != 0 {
		b = append(b, `,"execution_duration_ms":`...)
		b = strconv.AppendFloat(b, float64(c.ExecutionDuration)/1e6, 'f', -1, 64)
	}
	b = appendField(b, "executor_version", c.ExecutorVersion)
	b = appendField(b, "machine_id", c.MachineID)
	b = appendField(b, "failing_function", c.FailingFunction)
	b = appendField(b, "failing_statement", c.FailingStatement)
	if market.omittedBytes > 0 {
		b = append(b, `,"market_data_omitted_bytes":`...)
		b = strconv.AppendInt(b, int64(market.omittedBytes), 10)
	}
	b = appendField(b, "market_data_error", market.problem)
	if len(truncated) > 0 {
		b = append(b, `,"truncated":[`...)
		for i, name := range truncated {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, name)
		}
		b = append(b, ']')
	}
	b = appendExtra(b, c.Extra)
	if len(b) > start {
		b = append(b[:start], b[start+1:]...) // the first comma
	}
	return append(b, '}')
}

var contextNames = map[string]bool{
	"trigger_interval": true, "symbol": true, "symbols_processed": true, "execution_duration_ms": true, "executor_version": true,
	"machine_id": true, "failing_function": true, "failing_statement": true, "market_data_omitted_bytes": true,
	"market_data_error": true, "truncated": true,
}

// appendExtra leaves out what does not encode: a field more or less must not cost the error.
func appendExtra(b []byte, extra map[string]any) []byte {
	for name, value := range extra {
		if contextNames[name] {
			continue
		}
		encoded, err := encodeValue(value)
		if err != nil || depth(encoded) > maxDepth {
			continue
		}
		b = append(b, ',')
		b = appendString(b, name)
		b = append(b, ':')
		b = append(b, encoded...)
	}
	return b
}

// marketData is a caller's market data as it goes into an event: encoded, or why not.
type marketData struct {
	encoded      []byte
	omittedBytes int
	problem      string
}

func (m *marketData) isNone() bool { return m.encoded == nil && m.omittedBytes == 0 && m.problem == "" }

func encodeMarketData(value any) marketData {
	encoded, err := encodeValue(value)
	switch {
	case err != nil:
		return marketData{problem: cut(err.Error(), 200)}
	case string(encoded) == "null":
		return marketData{}
	case len(encoded) > maxMarketBytes:
		return marketData{omittedBytes: len(encoded)}
	case encoded[0] != '{':
		return marketData{problem: "market data must encode as a JSON object"}
	case depth(encoded) > maxDepth:
		return marketData{problem: "market data must not be nested more than 18 deep"}
	}
	return marketData{encoded: encoded}
}

// encodeValue turns a panic of the value's own methods into an error: reporting must not fail on what it reports.
func encodeValue(value any) (encoded []byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("encoding panicked: %v", v)
		}
	}()
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	if buffer.Len() < 2 {
		return nil, errors.New("encoded as nothing")
	}
	return buffer.Bytes()[:buffer.Len()-1], nil
}

// depth is how deeply valid JSON is nested.
func depth(encoded []byte) int {
	deepest, at, inString := 0, 0, false
	for i := 0; i < len(encoded); i++ {
		switch c := encoded[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			at++
			deepest = max(deepest, at)
		case c == '}' || c == ']':
			at--
		}
	}
	return deepest
}

func appendField(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	b = append(b, ',', '"')
	b = append(b, name...)
	b = append(b, '"', ':')
	return appendString(b, value)
}

const hexDigits = "0123456789abcdef"

// appendString appends a JSON string; bytes that are no UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			var char rune
			if char, size = utf8.DecodeRuneInString(s[i:]); char != utf8.RuneError || size > 1 {
				i += size
				continue
			}
		}
		b = append(b, s[start:i]...)
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\t':
			b = append(b, '\\', 't')
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			b = append(b, `\ufffd`...)
		}
		i += size
		start = i
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}
