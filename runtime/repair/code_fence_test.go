package repair

import "testing"

func TestCodeFence(t *testing.T) {
	t.Parallel()
	checkRule(t, "code-fence", []repairCase{
		{"markdown", "Here is the filter you asked for:\n\n```go\nreturn true\n```\nGood luck!", "return true", 250},
		{"whole function", `package main

import "math"

func evaluate(d *types.MarketData) bool {
	if d == nil {
		return false
	}
	return true
}`, `d := data
if d == nil {
	return false
}
return true`, 250},
		{"two blocks", "```go\nreturn true\n```\nor\n```go\nreturn false\n```", "", 10},
		{"prose", "This filter always says yes.\n\nreturn true", "return true", 10},
		{"a helper beside it", "func helper() bool {\n\treturn true\n}\nfunc evaluate(data *types.MarketData) bool {\n\treturn helper()\n}", "", 10},
	})
}
