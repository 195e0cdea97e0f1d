package sandbox

import (
	"math"
	"reflect"
)

// plain turns what series code returns into values that JSON can hold: numbers that are not finite become null, as
// does whatever is no data, such as a function.
func plain(series map[string]interface{}) map[string]any {
	result := make(map[string]any, len(series))
	for name, value := range series {
		result[name] = plainValue(reflect.ValueOf(value), 0)
	}
	return result
}

// maxDepth ends values that contain themselves.
const maxDepth = 16

func plainValue(value reflect.Value, depth int) any {
	if depth > maxDepth {
		return nil
	}
	switch value.Kind() {
	case reflect.Float32, reflect.Float64:
		if number := value.Float(); !math.IsNaN(number) && !math.IsInf(number, 0) {
			return number
		}
	case reflect.Bool:
		return value.Bool()
	case reflect.String:
		return value.String()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return value.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return value.Uint()
	case reflect.Interface, reflect.Pointer:
		return plainValue(value.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		list := make([]any, value.Len())
		for i := range list {
			list[i] = plainValue(value.Index(i), depth+1)
		}
		return list
	case reflect.Map:
		return plainMap(value, depth)
	case reflect.Struct:
		return plainStruct(value, depth)
	}
	return nil
}

func plainMap(value reflect.Value, depth int) any {
	if value.Type().Key().Kind() != reflect.String {
		return nil
	}
	result := map[string]any{}
	for _, key := range value.MapKeys() {
		result[key.String()] = plainValue(value.MapIndex(key), depth+1)
	}
	return result
}

func plainStruct(value reflect.Value, depth int) any {
	result := map[string]any{}
	for i := range value.NumField() {
		if field := value.Type().Field(i); field.IsExported() {
			name := field.Tag.Get("json")
			if name == "" {
				name = field.Name
			}
			result[name] = plainValue(value.Field(i), depth+1)
		}
	}
	return result
}
