package repair

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/sandbox"
)

// codeFence takes the code out of what a model wrote around it: markdown and sentences.
var codeFence = rule{
	name:        "code-fence",
	explanation: "Only the body of the function is code; the markdown and prose around it were taken off.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		for _, unwrap := range []func(string) string{found.fenced, withoutFences, withoutProse} {
			if body := unwrap(found.Code); strings.TrimSpace(body) != "" && body != found.Code {
				return []edit{{0, len(found.Code), body}}
			}
		}
		return nil
	},
}

// fence may lack its end, where an answer was cut off.
var fence = regexp.MustCompile("(?s)(?:```|~~~)[ \t]*(?:[A-Za-z]+)?[ \t]*\r?\n(.*?)(?:\n?[ \t]*(?:```|~~~)|$)")

// fenced is the only fenced block with a return in it; of several, the only one that stands alone. Of more, nobody can
// tell which is meant.
func (f finding) fenced(code string) string {
	var blocks []string
	for _, match := range fence.FindAllStringSubmatch(code, -1) {
		if strings.Contains(match[1], "return") {
			blocks = append(blocks, match[1])
		}
	}
	if len(blocks) > 1 {
		blocks = slices.DeleteFunc(blocks, func(block string) bool { return len(sandbox.Check(block, f.Component)) > 0 })
	}
	if len(blocks) != 1 {
		return ""
	}
	return blocks[0]
}

// fenceLine is a line with a fence alone, or the name of the language that a fence had.
var fenceLine = regexp.MustCompile("(?m)^[ \t]*(?:```[ \t]*\\w*|~~~[ \t]*\\w*|`|go|golang)[ \t]*\r?$\n?")

// withoutFences drops fences that belong to no block, such as one at the end alone, and quotes around all of the code.
func withoutFences(code string) string {
	code = fenceLine.ReplaceAllString(code, "")
	trimmed := strings.TrimSpace(code)
	if len(trimmed) > 2 && strings.HasPrefix(trimmed, "`") && strings.HasSuffix(trimmed, "`") {
		return strings.Trim(trimmed, "`")
	}
	return code
}

var (
	// sentence is a line of prose: several words, and nothing that code needs.
	sentence = regexp.MustCompile(`^\s*(?:[-*#>•]+\s+|\d+[.)]\s+|\*\*)?[A-Z'"*][\w'’"*` + "`" + `-]*(?:[ ,:]+[\w'’,%()./"*` + "`" + `><=&+-]+){2,}[ ]*[.:!?*]*\s*$`)
	// spoken begins a line that no code begins with.
	opening = regexp.MustCompile(`^\s*(?i:here(?:'s|’s| is| are)|sure|certainly|this (?:filter|code|function|checks|will)|note|explanation|the (?:filter|code|function|following)|i (?:have|added|changed|fixed)|let me|below|output|answer|fixed|updated|corrected|of course|in this|to fix|as requested|okay|ok,)\b`)
	heading = regexp.MustCompile(`^\s*(?:#{1,6}\s|\*\*[^*]+\*\*|[-*•]\s+[A-Z])`)
	isCode  = regexp.MustCompile(`:=|[{};]|\breturn\b|^\s*//|^\s*(?:if|for|switch|var|const|func|type)\b.*[({=]`)
)

func isProse(line string) bool {
	if strings.TrimSpace(line) == "" || strings.HasPrefix(strings.TrimSpace(line), "---") {
		return true
	}
	if opening.MatchString(line) || heading.MatchString(line) {
		return !strings.Contains(line, ":=") && !strings.HasSuffix(strings.TrimSpace(line), "{")
	}
	return sentence.MatchString(line) && !isCode.MatchString(line)
}

// withoutProse drops sentences before and after the code, never from within it.
func withoutProse(code string) string {
	lines := strings.Split(code, "\n")
	start, end := 0, len(lines)
	for start < end && isProse(lines[start]) {
		start++
	}
	for end > start && isProse(lines[end-1]) {
		end--
	}
	return strings.Join(lines[start:end], "\n")
}

// storedAnswer takes the code out of the JSON answer of a model that was stored whole.
var storedAnswer = rule{
	name:        "stored-answer",
	explanation: "A whole answer of a language model was stored; the code in it was taken out.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		start, end := strings.IndexByte(found.Code, '{'), strings.LastIndexByte(found.Code, '}')
		var answer map[string]any
		if start < 0 || end < start || json.Unmarshal([]byte(found.Code[start:end+1]), &answer) != nil {
			return nil
		}
		for _, name := range []string{"filterCode", "filter_code", "code", "filter"} {
			if code, ok := answer[name].(string); ok && strings.TrimSpace(code) != "" {
				return []edit{{0, len(found.Code), code}}
			}
		}
		return nil
	},
}
