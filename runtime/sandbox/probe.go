package sandbox

import (
	"fmt"
	"go/ast"
	"reflect"

	"github.com/trader-error-recovery/runtime/metering"
	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/typing"
)

// maxValues bounds what one failure tells.
const maxValues = 8

// probe runs the code once more and returns what the statement at an offset was about to use.
func (r *Runner) probe(offset int, input Input) []Value {
	made := r.probed[offset]
	if made == nil {
		made = newBuild(r.code, r.component, r.limits, func(program *source.Program) metering.Options {
			return metering.Options{Probe: &metering.Probe{Offset: offset, Values: watch(program, offset)}}
		})
		r.probed[offset] = made
	}
	made.run(input)
	var values []Value
	for _, note := range made.meter.Notes() {
		values = append(values, Value{note.Name, shown(note.Value)})
	}
	return values
}

// watch lists what a statement reads and what is safe to read before it: variables that it does not itself declare,
// candles by timeframe, and fields of what is not nil.
func watch(program *source.Program, offset int) []metering.Watched {
	w := watcher{program: program, types: typing.New(), seen: map[string]bool{}}
	ast.Inspect(program.Body, func(node ast.Node) bool {
		statement, ok := node.(ast.Stmt)
		if !ok || program.Index(statement.Pos()) != offset || isBlock(statement) || w.watched != nil {
			return true
		}
		w.start = statement
		ast.Inspect(statement, w.visit)
		if cases, ok := statement.(*ast.SwitchStmt); ok {
			for _, clause := range cases.Body.List {
				for _, condition := range clause.(*ast.CaseClause).List {
					ast.Inspect(condition, w.visit)
				}
			}
		}
		return false
	})
	return w.watched
}

func isBlock(statement ast.Stmt) bool {
	_, ok := statement.(*ast.BlockStmt)
	return ok
}

type watcher struct {
	program *source.Program
	types   *typing.Types
	start   ast.Stmt
	seen    map[string]bool
	watched []metering.Watched
}

func (w *watcher) visit(node ast.Node) bool {
	expression, ok := node.(ast.Expr)
	if !ok {
		return !isInnerBlock(node)
	}
	if _, closure := node.(*ast.FuncLit); closure {
		return false
	}
	if unless, safe := w.safe(expression); safe {
		w.add(expression, unless)
		_, selects := expression.(*ast.SelectorExpr)
		return selects
	}
	return true
}

func isInnerBlock(node ast.Node) bool {
	_, ok := node.(*ast.BlockStmt)
	return ok
}

// safe tells whether an expression can be read before the statement, and which pointer must not be nil for it.
func (w *watcher) safe(expression ast.Expr) (unless ast.Expr, safe bool) {
	switch expression := expression.(type) {
	case *ast.Ident:
		return nil, expression.Obj != nil && expression.Obj.Kind == ast.Var && expression.Obj.Pos() < w.start.Pos()
	case *ast.IndexExpr:
		_, literal := expression.Index.(*ast.BasicLit)
		return nil, literal && w.isKlines(expression.X)
	case *ast.SelectorExpr:
		owner, ok := expression.X.(*ast.Ident)
		if !ok || w.types.Of(expression) == nil || w.types.Of(expression).Kind() == reflect.Func {
			return nil, false
		}
		if _, safe := w.safe(owner); !safe {
			return nil, false
		}
		if w.types.Of(owner).Kind() == reflect.Pointer {
			return owner, true
		}
		return nil, true
	}
	return nil, false
}

func (w *watcher) isKlines(expression ast.Expr) bool {
	selector, ok := expression.(*ast.SelectorExpr)
	return ok && selector.Sel.Name == "Klines" && w.types.Of(selector.X) == typing.MarketData
}

func (w *watcher) add(expression, unless ast.Expr) {
	kind := w.types.Of(expression)
	text := w.program.Text(expression)
	if kind == nil || kind == typing.MarketData || len(w.watched) == maxValues {
		return
	}
	value := expression
	switch kind.Kind() {
	case reflect.Slice, reflect.Map:
		text, value = "len("+text+")", &ast.CallExpr{Fun: ast.NewIdent("len"), Args: []ast.Expr{expression}}
	case reflect.Pointer, reflect.Float64, reflect.Int, reflect.Int64, reflect.Bool, reflect.String:
	default:
		return
	}
	if !w.seen[text] {
		w.seen[text] = true
		w.watched = append(w.watched, metering.Watched{Name: text, Value: value, Unless: unless})
	}
}

// maxShown bounds a text that the code holds.
const maxShown = 40

func shown(value reflect.Value) string {
	if value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return "nil"
		}
		if value.Elem().Kind() != reflect.Float64 {
			return "not nil"
		}
		value = value.Elem()
	}
	if !value.IsValid() {
		return "nil"
	}
	text := fmt.Sprint(value)
	if len(text) > maxShown {
		text = text[:maxShown] + "…"
	}
	return text
}
