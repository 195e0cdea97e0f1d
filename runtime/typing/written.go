package typing

import (
	"go/ast"
	"reflect"
	"strconv"
	"strings"

	"github.com/trader-error-recovery/runtime/symbols"
	"github.com/trader-error-recovery/runtime/types"
)

// The types that rules ask for most.
var (
	Float        = reflect.TypeFor[float64]()
	FloatPointer = reflect.TypeFor[*float64]()
	Floats       = reflect.TypeFor[[]float64]()
	Int          = reflect.TypeFor[int]()
	Truth        = reflect.TypeFor[bool]()
	Text         = reflect.TypeFor[string]()
	Kline        = reflect.TypeFor[types.Kline]()
	Klines       = reflect.TypeFor[[]types.Kline]()
	MarketData   = reflect.TypeFor[*types.MarketData]()
)

var basic = map[string]reflect.Type{
	"float64": Float, "float32": reflect.TypeFor[float32](), "int": Int, "int64": reflect.TypeFor[int64](),
	"int32": reflect.TypeFor[int32](), "int16": reflect.TypeFor[int16](), "int8": reflect.TypeFor[int8](),
	"uint": reflect.TypeFor[uint](), "uint64": reflect.TypeFor[uint64](), "uint32": reflect.TypeFor[uint32](),
	"uint16": reflect.TypeFor[uint16](), "uint8": reflect.TypeFor[uint8](), "byte": reflect.TypeFor[byte](),
	"rune": reflect.TypeFor[rune](), "bool": Truth, "string": Text,
	"any": reflect.TypeFor[any](), "error": reflect.TypeFor[error](),
}

// Written is the type that a type expression names, nil where it is not known.
func (t *Types) Written(expression ast.Expr) reflect.Type {
	switch expression := expression.(type) {
	case *ast.ParenExpr:
		return t.Written(expression.X)
	case *ast.Ident:
		return t.named(expression)
	case *ast.SelectorExpr:
		if IsPackage(expression.X, "types") {
			return exported[expression.Sel.Name]
		}
	case *ast.StarExpr:
		if pointed := t.Written(expression.X); pointed != nil {
			return reflect.PointerTo(pointed)
		}
	case *ast.ArrayType:
		return t.array(expression)
	case *ast.Ellipsis:
		if element := t.Written(expression.Elt); element != nil {
			return reflect.SliceOf(element)
		}
	case *ast.MapType:
		key, value := t.Written(expression.Key), t.Written(expression.Value)
		if key != nil && value != nil && key.Comparable() {
			return reflect.MapOf(key, value)
		}
	case *ast.InterfaceType:
		if expression.Methods == nil || len(expression.Methods.List) == 0 {
			return basic["any"]
		}
	case *ast.FuncType:
		return t.function(expression)
	case *ast.StructType:
		return t.structure(expression)
	}
	return nil
}

var exported = map[string]reflect.Type{
	"Kline": Kline, "MarketData": MarketData.Elem(), "SimplifiedTicker": reflect.TypeFor[types.SimplifiedTicker](),
	"Ticker": reflect.TypeFor[types.Ticker](), "KlineInterval": reflect.TypeFor[types.KlineInterval](),
}

// named resolves a local type. One that is not a struct counts as not known: reflection cannot make it a type of its own.
func (t *Types) named(name *ast.Ident) reflect.Type {
	if name.Obj == nil {
		return basic[name.Name]
	}
	specification, ok := name.Obj.Decl.(*ast.TypeSpec)
	if !ok || t.active[name.Obj] {
		return nil
	}
	structure, ok := specification.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	t.active[name.Obj] = true
	defer delete(t.active, name.Obj)
	return t.structure(structure)
}

func (t *Types) array(expression *ast.ArrayType) reflect.Type {
	element := t.Written(expression.Elt)
	if element == nil {
		return nil
	}
	if expression.Len == nil {
		return reflect.SliceOf(element)
	}
	length, ok := expression.Len.(*ast.BasicLit)
	if !ok {
		return nil
	}
	count, err := strconv.Atoi(length.Value)
	if err != nil || count > 1<<16 {
		return nil
	}
	return reflect.ArrayOf(count, element)
}

func (t *Types) function(expression *ast.FuncType) reflect.Type {
	in, inKnown := t.fields(expression.Params)
	out, outKnown := t.fields(expression.Results)
	if !inKnown || !outKnown {
		return nil
	}
	variadic := false
	if list := expression.Params.List; len(list) > 0 {
		_, variadic = list[len(list)-1].Type.(*ast.Ellipsis)
	}
	return reflect.FuncOf(in, out, variadic)
}

func (t *Types) fields(list *ast.FieldList) ([]reflect.Type, bool) {
	var found []reflect.Type
	if list == nil {
		return nil, true
	}
	for _, field := range list.List {
		kind := t.Written(field.Type)
		if kind == nil {
			return nil, false
		}
		for range max(1, len(field.Names)) {
			found = append(found, kind)
		}
	}
	return found, true
}

// fieldPrefix makes the fields of local structs exported, as reflection wants them.
const fieldPrefix = "X_"

func (t *Types) structure(expression *ast.StructType) reflect.Type {
	var fields []reflect.StructField
	seen := map[string]bool{"_": true}
	for _, field := range expression.Fields.List {
		kind := t.Written(field.Type)
		if kind == nil || len(field.Names) == 0 {
			return nil
		}
		for _, name := range field.Names {
			if seen[name.Name] {
				return nil
			}
			seen[name.Name] = true
			fields = append(fields, reflect.StructField{Name: fieldPrefix + name.Name, Type: kind})
		}
	}
	return reflect.StructOf(fields)
}

// Field finds a field of a struct, or of what a pointer points to, by the name that code uses.
func Field(owner reflect.Type, name string) (reflect.StructField, bool) {
	if owner != nil && owner.Kind() == reflect.Pointer {
		owner = owner.Elem()
	}
	if owner == nil || owner.Kind() != reflect.Struct {
		return reflect.StructField{}, false
	}
	if field, ok := owner.FieldByName(name); ok {
		return field, field.IsExported()
	}
	return owner.FieldByName(fieldPrefix + name)
}

// FieldNames lists the fields of a struct, or of what a pointer points to, by the names that code uses.
func FieldNames(owner reflect.Type) []string {
	if owner != nil && owner.Kind() == reflect.Pointer {
		owner = owner.Elem()
	}
	if owner == nil || owner.Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for i := range owner.NumField() {
		if field := owner.Field(i); field.IsExported() {
			names = append(names, strings.TrimPrefix(field.Name, fieldPrefix))
		}
	}
	return names
}

// Indicator is the type of the existing indicator that an expression names, nil if it names none.
func Indicator(expression ast.Expr) reflect.Type {
	selector, ok := expression.(*ast.SelectorExpr)
	if !ok || !IsPackage(selector.X, "indicators") {
		return nil
	}
	if function, ok := symbols.Indicators[selector.Sel.Name]; ok {
		return reflect.TypeOf(function)
	}
	return nil
}

// IsPackage tells whether an expression names a package and not a variable of that name.
func IsPackage(expression ast.Expr, name string) bool {
	identifier, ok := expression.(*ast.Ident)
	return ok && identifier.Name == name && identifier.Obj == nil
}
