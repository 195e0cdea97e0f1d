package repair

import (
	"regexp"
	"strings"
)

var (
	pythonBlock   = regexp.MustCompile(`^(\s*)(if|elif|else|for|while)\b(.*):\s*(#.*)?$`)
	pythonRange   = regexp.MustCompile(`^\s*(\w+)\s+in\s+range\((.*)\)\s*$`)
	pythonIn      = regexp.MustCompile(`^\s*(\w+)\s+in\s+(.+?)\s*$`)
	pythonComment = regexp.MustCompile(`^([^"'` + "`" + `]*?)#(.*)$`)
)

// pythonBlocks puts braces where Python has colons and indentation.
var pythonBlocks = rule{
	name:        "python-blocks",
	explanation: "The code was laid out as in Python; its blocks are now between braces.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		lines := strings.Split(spreadOut(found.Code), "\n")
		changed := false
		var out, open []string
		for _, line := range lines {
			if match := pythonComment.FindStringSubmatch(line); match != nil {
				line, changed = match[1]+"//"+match[2], true
			}
			indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
			block := pythonBlock.FindStringSubmatch(line)
			if strings.TrimSpace(line) != "" {
				for len(open) > 0 && len(indent) <= len(open[len(open)-1]) {
					closing := open[len(open)-1] + "}"
					open = open[:len(open)-1]
					if block != nil && len(indent) == len(closing)-1 && (block[2] == "elif" || block[2] == "else") {
						line = indent + "} " + strings.TrimLeft(line, " \t")
						block[1] = indent + "} "
						continue
					}
					out = append(out, closing)
				}
			}
			if block != nil {
				line, changed = block[1]+pythonHeader(block[2], block[3])+" {", true
				open = append(open, indent)
			}
			out = append(out, line)
		}
		for i := len(open) - 1; i >= 0; i-- {
			out = append(out, open[i]+"}")
		}
		if !changed {
			return nil
		}
		return []edit{{0, len(found.Code), strings.Join(out, "\n")}}
	},
}

// oneLine is a branch with what it does on the same line.
var oneLine = regexp.MustCompile(`(?m)^(\s*)((?:if|elif|else|for|while)\b[^\n:"'{]*):[ \t]+([^=\s#][^\n]*)$`)

// spreadOut gives what a branch does a line of its own.
func spreadOut(code string) string {
	return oneLine.ReplaceAllString(code, "$1$2:\n$1    $3")
}

func pythonHeader(keyword, rest string) string {
	rest = strings.TrimSpace(rest)
	switch keyword {
	case "elif":
		return "else if " + rest
	case "else":
		return "else"
	case "while":
		return "for " + rest
	case "if":
		return "if " + rest
	}
	if match := pythonRange.FindStringSubmatch(rest); match != nil {
		return counting(match[1], strings.Split(match[2], ","))
	}
	if match := pythonIn.FindStringSubmatch(rest); match != nil {
		return "for _, " + match[1] + " := range " + match[2]
	}
	return "for " + rest
}

// counting is the loop that `for i in range(...)` is.
func counting(name string, bounds []string) string {
	for i := range bounds {
		bounds[i] = strings.TrimSpace(bounds[i])
	}
	from, to, compares, step := "0", bounds[0], " < ", name+"++"
	if len(bounds) > 1 {
		from, to = bounds[0], bounds[1]
	}
	if len(bounds) > 2 {
		switch size := strings.TrimPrefix(bounds[2], "-"); {
		case size == "1" && size != bounds[2]:
			compares, step = " > ", name+"--"
		case size != bounds[2]:
			compares, step = " > ", name+" -= "+size
		case size != "1":
			step = name + " += " + size
		}
	}
	return "for " + name + " := " + from + "; " + name + compares + to + "; " + step
}
