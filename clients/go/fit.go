package recovery

import (
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxMessageBytes = 8 << 10
	maxStackBytes   = 32 << 10
)

// fit fills what the reporter knows and cuts what is too long: the message and the stack to what the server keeps, the short texts
// of the context to what it takes (it rejects the event otherwise). It returns the names of the fields that were cut.
func (e *Event) fit(config *Config, now time.Time) []string {
	if e.Component == "" {
		e.Component = Filter
	}
	if e.OccurredAt.IsZero() {
		e.OccurredAt = now
	}
	if e.CodeSHA256 != "" {
		e.FilterCode = ""
	}
	if e.Context.ExecutorVersion == "" {
		e.Context.ExecutorVersion = config.ExecutorVersion
	}
	if e.Context.MachineID == "" {
		e.Context.MachineID = config.MachineID
	}
	var truncated []string
	shorten := func(name, text string, limit int) string {
		if len(text) <= limit {
			return text
		}
		truncated = append(truncated, name)
		// A clone, or the whole text would stay in memory.
		return strings.Clone(cut(text, limit))
	}
	e.Message = shorten("error_message", e.Message, maxMessageBytes)
	e.Stack = shorten("stack_trace", e.Stack, maxStackBytes)
	c := &e.Context
	c.TriggerInterval = shorten("trigger_interval", c.TriggerInterval, 20)
	c.Symbol = shorten("symbol", c.Symbol, 100)
	c.ExecutorVersion = shorten("executor_version", c.ExecutorVersion, 200)
	c.MachineID = shorten("machine_id", c.MachineID, 200)
	c.FailingFunction = shorten("failing_function", c.FailingFunction, 1000)
	c.FailingStatement = shorten("failing_statement", c.FailingStatement, 2000)
	return truncated
}

// cut shortens text to at most limit bytes, between two characters.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	end := limit
	// A character has at most four bytes; what does not end within them is no UTF-8 anyway.
	for end > 0 && limit-end < utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// uuid is the text of one; an array, so that it needs no memory of its own.
type uuid [36]byte

func (u *uuid) String() string { return string(u[:]) }

// newUUID asks the kernel each time: a generator in memory would repeat itself in two machines resumed from one snapshot.
func newUUID() (text uuid) {
	var raw [16]byte
	rand.Read(raw[:])
	raw[6] = raw[6]&0x0f | 0x40
	raw[8] = raw[8]&0x3f | 0x80
	hex.Encode(text[0:8], raw[0:4])
	text[8] = '-'
	hex.Encode(text[9:13], raw[4:6])
	text[13] = '-'
	hex.Encode(text[14:18], raw[6:8])
	text[18] = '-'
	hex.Encode(text[19:23], raw[8:10])
	text[23] = '-'
	hex.Encode(text[24:36], raw[10:16])
	return text
}
