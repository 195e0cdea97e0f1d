package recovery

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"strconv"
)

// A segment is a file of records, each a line that begins with its own line break, so that one that was cut spoils no other:
//
//	\n<crc32c of the rest, 8 hex digits> E <occurrences> <event as JSON>
//	\n<crc32c of the rest, 8 hex digits> C <occurrences> <event_id>
//
// E is an event, C counts more occurrences of one that stands before it.
type segment struct {
	path  string
	file  io.WriteCloser // nil when the file was found, not made
	bytes int64
}

func (s *segment) close() {
	if s.file != nil {
		s.file.Close()
	}
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// recordHead is room for the line break, the checksum, the kind and the count.
const recordHead = 1 + 8 + 3 + 8

// eventRecord writes into b, which has room for recordHead and the body.
func eventRecord(b []byte, occurrences int, body []byte) []byte {
	b = append(b[:9], " E "...)
	b = strconv.AppendInt(b, int64(occurrences), 10)
	b = append(b, ' ')
	return sealRecord(append(b, body...))
}

func countRecord(occurrences int, id *uuid) []byte {
	b := make([]byte, 9, recordHead+len(id))
	b = append(b, " C "...)
	b = strconv.AppendInt(b, int64(occurrences), 10)
	b = append(b, ' ')
	return sealRecord(append(b, id[:]...))
}

func sealRecord(b []byte) []byte {
	sum := crc32.Checksum(b[9:], castagnoli)
	b[0] = '\n'
	for i := 8; i >= 1; i-- {
		b[i] = hexDigits[sum&15]
		sum >>= 4
	}
	return b
}

// readSegment gives the events of a segment in their order with all their occurrences, and how many occurrences are lost to records
// that were cut or damaged: one for each that can still be seen to have been a record.
func readSegment(path string) (entries []*entry, lost int, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, 0, fmt.Errorf("read spool segment: %w", err)
	}
	entries, lost = parseSegment(data)
	return entries, lost, nil
}

func parseSegment(data []byte) (entries []*entry, lost int) {
	byID := map[string]*entry{}
	more := map[string]int{}
	for line := range bytes.SplitSeq(data, []byte{'\n'}) {
		kind, occurrences, rest, ok := parseRecord(line)
		switch {
		case !ok:
			if looksLikeRecord(line) {
				lost++
			}
		case kind == 'C':
			more[string(rest)] += occurrences
		default:
			id := eventIDOf(rest)
			if id == "" {
				lost += occurrences
			} else if byID[id] == nil {
				e := &entry{id: uuid([]byte(id)), body: bytes.Clone(rest), occurrences: occurrences, spooled: true}
				byID[id] = e
				entries = append(entries, e)
			}
		}
	}
	for id, occurrences := range more {
		if e := byID[id]; e != nil && e.occurrences+occurrences <= MaxOccurrences {
			e.occurrences += occurrences
		} else {
			lost += occurrences
		}
	}
	return entries, lost
}

func parseRecord(line []byte) (kind byte, occurrences int, rest []byte, ok bool) {
	if !looksLikeRecord(line) {
		return 0, 0, nil, false
	}
	sum, err := strconv.ParseUint(string(line[:8]), 16, 32)
	if err != nil || uint32(sum) != crc32.Checksum(line[8:], castagnoli) {
		return 0, 0, nil, false
	}
	count, rest, found := bytes.Cut(line[11:], []byte{' '})
	occurrences, err = strconv.Atoi(string(count))
	if !found || err != nil || occurrences < 1 || occurrences > MaxOccurrences {
		return 0, 0, nil, false
	}
	return line[9], occurrences, rest, true
}

func looksLikeRecord(line []byte) bool {
	return len(line) > 11 && line[8] == ' ' && (line[9] == 'E' || line[9] == 'C') && line[10] == ' '
}

// eventIDOf is "" for what the sender could not build a batch from.
func eventIDOf(body []byte) string {
	var event struct {
		ID string `json:"event_id"`
	}
	if len(body) < 2 || body[0] != '{' || body[len(body)-1] != '}' || json.Unmarshal(body, &event) != nil || !isUUID(event.ID) {
		return ""
	}
	return event.ID
}
