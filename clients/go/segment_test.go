package recovery

import (
	"bytes"
	"fmt"
	"testing"
)

func bodyOf(id string) []byte { return []byte(`{"event_id":"` + id + `","error_message":"x"}`) }

func testCount(occurrences int, id string) []byte {
	text := uuid([]byte(id))
	return countRecord(occurrences, &text)
}

func testRecord(occurrences int, body []byte) []byte {
	return eventRecord(make([]byte, recordHead+len(body)), occurrences, body)
}

const (
	idA = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
	idB = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
)

func wholeSegment() []byte {
	return bytes.Join([][]byte{
		testRecord(2, bodyOf(idA)), testCount(3, idA), testRecord(1, bodyOf(idB)), testCount(1, idA), testCount(999_998, idB),
	}, nil)
}

func summary(entries []*entry, lost int) string {
	var b bytes.Buffer
	for _, e := range entries {
		fmt.Fprintf(&b, "%s x%d ", e.id[:1], e.occurrences)
	}
	fmt.Fprintf(&b, "lost %d", lost)
	return b.String()
}

func TestParseSegment(t *testing.T) {
	t.Parallel()
	whole := wholeSegment()
	flipped := bytes.Clone(whole)
	flipped[40] ^= 1
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"whole":                       {whole, "a x6 b x999999 lost 0"},
		"empty":                       {nil, "lost 0"},
		"cut in its last record":      {whole[:len(whole)-5], "a x6 b x1 lost 1"},
		"cut, then written on":        {append(bytes.Clone(whole[:len(whole)-5]), testCount(4, idB)...), "a x6 b x5 lost 1"},
		"cut before it was a record":  {append(bytes.Clone(whole), "\n00"...), "a x6 b x999999 lost 0"},
		"a damaged event":             {flipped, "b x999999 lost 5"},
		"garbage between":             {append([]byte("garbage\n\n\x00\xff"), whole...), "a x6 b x999999 lost 0"},
		"an event twice":              {append(bytes.Clone(whole), testRecord(7, bodyOf(idA))...), "a x6 b x999999 lost 0"},
		"a count that is none":        {append(bytes.Clone(whole), sealRecord([]byte("123456789 C 0 "+idA))...), "a x6 b x999999 lost 1"},
		"more than one event can say": {append(bytes.Clone(whole), testCount(2, idB)...), "a x6 b x1 lost 1000000"},
		"an event without an id":      {append(bytes.Clone(whole), testRecord(3, []byte(`{"x":1}`))...), "a x6 b x999999 lost 3"},
	} {
		entries, lost := parseSegment(c.data)
		equal(t, name, summary(entries, lost), c.want)
	}
}

func FuzzReadSegment(f *testing.F) {
	f.Add(wholeSegment())
	f.Add([]byte("\n00000000 E 1 {}\n00000000 C 1 x\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, lost := parseSegment(data)
		if lost < 0 {
			t.Fatalf("lost %d", lost)
		}
		for _, e := range entries {
			if !isUUID(e.id.String()) || e.occurrences < 1 || e.occurrences > MaxOccurrences || e.body[0] != '{' || e.body[len(e.body)-1] != '}' {
				t.Fatalf("%+v", e)
			}
		}
		// What stands after whatever was there before can be read.
		after, _ := parseSegment(append(append(bytes.Clone(data), testRecord(2, bodyOf(idA))...), testCount(3, idA)...))
		found := false
		for _, e := range after {
			found = found || e.id.String() == idA
		}
		if !found {
			t.Fatal("a record is lost to what stands before it")
		}
	})
}
