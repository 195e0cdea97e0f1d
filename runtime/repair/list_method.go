package repair

import (
	"go/ast"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/trader-error-recovery/runtime/typing"
)

// listMethod writes what other languages have as a method or property of a list in the words of this one.
var listMethod = rule{
	name:        "list-method",
	explanation: "Lists have no such function here; the same is now written in the language of filters.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			var arguments []ast.Expr
			expression, ok := node.(ast.Expr)
			if call, isCall := node.(*ast.CallExpr); isCall {
				expression, arguments = call.Fun, call.Args
			}
			selector, isSelector := expression.(*ast.SelectorExpr)
			_, isCall := node.(*ast.CallExpr)
			if kind := found.Types.Of(exprOf(selector)); isSelector && isCall && kind != nil && kind.Kind() == reflect.Map && len(arguments) == 1 && strings.EqualFold(selector.Sel.Name, "get") {
				edits = append(edits, found.replace(node, found.text(selector.X)+"["+found.text(arguments[0])+"]"))
				return false
			}
			if !ok || !isSelector || !found.isList(selector.X) && found.Types.Of(selector.X) != typing.Text {
				return true
			}
			if text := found.asExpression(selector, arguments, isCall); text != "" {
				edits = append(edits, found.replace(node, text))
				return false
			}
			return true
		})
		return edits
	},
}

func exprOf(selector *ast.SelectorExpr) ast.Expr {
	if selector == nil {
		return nil
	}
	return selector.X
}

func (f finding) asExpression(selector *ast.SelectorExpr, arguments []ast.Expr, called bool) string {
	list := f.text(selector.X)
	texts := make([]string, len(arguments))
	for i, argument := range arguments {
		texts[i] = f.text(argument)
	}
	if !f.fixed(selector.X) {
		return ""
	}
	switch name := strings.ToLower(selector.Sel.Name); {
	case slices.Contains([]string{"length", "len", "size", "count"}, name) && len(texts) == 0:
		return "len(" + list + ")"
	case slices.Contains([]string{"push", "append", "add"}, name) && len(texts) > 0:
		return list + " = append(" + list + ", " + strings.Join(texts, ", ") + ")"
	case name == "last" && len(texts) == 0 && called:
		return lastOf(list)
	case name == "at" && len(texts) == 1:
		return f.position(list, texts[0], func(at string) string { return list + "[" + at + "]" })
	case name == "slice" && len(texts) == 1:
		return f.position(list, texts[0], func(at string) string { return list + "[" + at + ":]" })
	case name == "slice" && len(texts) == 2:
		return f.position(list, texts[0], func(from string) string {
			return f.position(list, texts[1], func(to string) string { return list + "[" + from + ":" + to + "]" })
		})
	}
	return ""
}

// position counts from the end if a number is negative.
func (f finding) position(list, text string, write func(string) string) string {
	if strings.HasPrefix(text, "-") {
		text = "len(" + list + ")" + text
	}
	return write(text)
}

// foreignCall drops conversions that other languages need, and reads the fields of a candle by name where the code
// counts them as the exchange's own arrays have them.
var foreignCall = rule{
	name:        "foreign-call",
	explanation: "The value needs no conversion here, and a candle's parts have names; the code now uses them.",
	stages:      []stage{compile},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.CallExpr:
				name, ok := node.Fun.(*ast.Ident)
				if ok && name.Obj == nil && len(node.Args) == 1 && slices.Contains([]string{"parseFloat", "Number", "float"}, name.Name) {
					edits = append(edits, found.replace(node, found.text(node.Args[0])))
					return false
				}
			case *ast.IndexExpr:
				if literal, ok := node.Index.(*ast.BasicLit); ok && found.Types.Of(node.X) == typing.Kline && arrayFields[literal.Value] != "" {
					edits = append(edits, found.replace(node, found.text(node.X)+"."+arrayFields[literal.Value]))
					return false
				}
			}
			return true
		})
		return edits
	},
}

// arrayFields are the places of a candle's parts in the arrays that the exchange's REST API gives.
var arrayFields = map[string]string{
	"0": "OpenTime", "1": "Open", "2": "High", "3": "Low", "4": "Close", "5": "Volume", "6": "CloseTime", "7": "QuoteVolume", "8": "Trades", "9": "BuyVolume",
}

// arrow matches `x := list.every(c => test)`, and the same returned.
var arrow = regexp.MustCompile(`(?m)^([ \t]*)(?:(?:let|const|var)[ \t]+)?(?:(\w+)[ \t]*:?=|return)[ \t]*([\w.\[\]"]+)\.(every|some)\(\(?(\w+)\)?[ \t]*=>[ \t]*([^\n{]+)\)[ \t]*;?[ \t]*$`)

// arrowTest asks in a loop what the code asked of a list by a function without a name.
var arrowTest = rule{
	name:        "arrow-function",
	explanation: "Go has no such functions of lists; what was asked of each value is now asked in a loop.",
	stages:      []stage{text},
	edits: func(found finding) []edit {
		changed := arrow.ReplaceAllStringFunc(found.Code, func(line string) string {
			part := arrow.FindStringSubmatch(line)
			indent, name, list, every, item, test := part[1], part[2], part[3], part[4] == "every", part[5], part[6]
			answer := name
			if name == "" {
				answer = "passes"
			}
			from, to, condition := "false", "true", test
			if every {
				from, to, condition = "true", "false", "!("+test+")"
			}
			text := indent + answer + " := " + from + "\n" + indent + "for _, " + item + " := range " + list + " {\n" +
				indent + "\tif " + condition + " {\n" + indent + "\t\t" + answer + " = " + to + "\n" + indent + "\t}\n" + indent + "}"
			if name == "" {
				text += "\n" + indent + "return " + answer
			}
			return text
		})
		if changed == found.Code {
			return nil
		}
		return []edit{{0, len(found.Code), changed}}
	},
}

// foreignConstant writes the constants of other languages as those of this one.
var foreignConstant = rule{
	name:        "foreign-constants",
	explanation: "The code had names of another language for yes, no and nothing; they are now those of Go.",
	stages:      []stage{compile},
	codes:       []string{"undefined_name"},
	edits: func(found finding) []edit {
		var edits []edit
		found.walk(func(node ast.Node) bool {
			if name, ok := node.(*ast.Ident); ok && name.Obj == nil && constants[name.Name] != "" {
				edits = append(edits, found.replace(name, constants[name.Name]))
			}
			return true
		})
		return edits
	},
}

var constants = map[string]string{"True": "true", "TRUE": "true", "False": "false", "FALSE": "false", "None": "nil", "null": "nil", "NULL": "nil", "undefined": "nil", "Null": "nil"}
