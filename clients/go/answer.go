package recovery

import "encoding/json"

// answer is the contract's 202. A missing number or list means that something else has answered.
type answer struct {
	Accepted   *int         `json:"accepted"`
	Duplicates *int         `json:"duplicates"`
	Rejected   *[]rejection `json:"rejected"`
}

type rejection struct {
	Index   int    `json:"index"`
	EventID string `json:"event_id"`
	Code    string `json:"code"`
}

func (r rejection) find(part []*entry) *entry {
	if r.Index >= 0 && r.Index < len(part) && (r.EventID == "" || r.EventID == part[r.Index].id.String()) {
		return part[r.Index]
	}
	for _, e := range part {
		if e.id.String() == r.EventID {
			return e
		}
	}
	return nil
}

// hasCode says whether a failure is answered in the contract's form.
func hasCode(content []byte) bool {
	var failure struct {
		Code string `json:"code"`
	}
	return json.Unmarshal(content, &failure) == nil && failure.Code != ""
}

func parseAnswer(content []byte) *answer {
	var a answer
	if json.Unmarshal(content, &a) != nil || a.Accepted == nil || a.Duplicates == nil || a.Rejected == nil {
		return nil
	}
	return &a
}
