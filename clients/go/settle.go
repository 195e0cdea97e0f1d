package recovery

import (
	"encoding/json"
	"log/slog"
	"strconv"
)

// settle brings a batch to its end: what the server does not take as a whole is halved until the event stands alone that it does not
// want. False when Close has given up before.
func (r *Reporter) settle(batch []*entry) bool {
	parts := [][]*entry{batch}
	for len(parts) > 0 {
		part := parts[len(parts)-1]
		parts = parts[:len(parts)-1]
		verdict, answer := r.send(part)
		switch {
		case verdict == aborted:
			return false
		case verdict == took:
			r.count(part, answer)
		case len(part) > 1:
			half := len(part) / 2
			parts = append(parts, part[half:], part[:half])
			continue
		case verdict == tooLarge:
			if body := withoutMarketData(part[0].body); body != nil {
				part[0].body = body
				parts = append(parts, part)
				continue
			}
			r.giveUp(part[0], droppedTooLarge)
		default:
			r.giveUp(part[0], droppedRefused)
		}
		r.release(part)
	}
	return true
}

func (r *Reporter) giveUp(e *entry, reason string) {
	r.metrics.drop(reason, e.occurrences)
	r.config.Logger.Error("the server does not want this error; it is given up",
		slog.String("reason", reason), slog.String("event_id", e.id.String()), slog.Int("occurrences", e.occurrences))
}

// count books what the server answered for a batch.
func (r *Reporter) count(part []*entry, answer *answer) {
	total := 0
	for _, e := range part {
		total += e.occurrences
	}
	for _, rejection := range *answer.Rejected {
		e := rejection.find(part)
		if e == nil {
			continue
		}
		total -= e.occurrences
		r.metrics.drop(droppedRejected, e.occurrences)
		r.config.Logger.Warn("the server rejected an error",
			slog.String("code", cut(rejection.Code, 100)), slog.String("event_id", e.id.String()), slog.Int("occurrences", e.occurrences))
	}
	if told := *answer.Accepted + *answer.Duplicates + len(*answer.Rejected); told != len(part) {
		r.config.Logger.Warn("the server's answer is for another number of errors", "sent", len(part), "answered", told)
	}
	r.metrics.took(total)
}

// release gives the memory of settled events back.
func (r *Reporter) release(part []*entry) {
	r.lock()
	defer r.unlock()
	for _, e := range part {
		if e.cost > 0 {
			r.giveBack(1, e.cost)
		}
		e.body = nil
	}
	r.inFlight = r.inFlight[len(part):]
}

// withoutMarketData is the event without its market data, with its size in the context, or nil when it has none.
func withoutMarketData(body []byte) []byte {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil || fields["market_data"] == nil {
		return nil
	}
	var where map[string]json.RawMessage
	if json.Unmarshal(fields["context"], &where) != nil || where == nil {
		where = map[string]json.RawMessage{}
	}
	where["market_data_omitted_bytes"] = strconv.AppendInt(nil, int64(len(fields["market_data"])), 10)
	delete(fields, "market_data")
	fields["context"], _ = json.Marshal(where)
	stripped, err := json.Marshal(fields)
	if err != nil {
		return nil
	}
	return stripped
}
