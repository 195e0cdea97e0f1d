package repair

import (
	"fmt"
	"strings"
)

// literals stand for constants, and for printing, which the interpreter has built in and which decides nothing.
var literals = map[string]string{
	"math.Pi":          "3.14159265358979323846",
	"math.E":           "2.71828182845904523536",
	"math.Sqrt2":       "1.41421356237309504880",
	"math.MaxFloat64":  "1.79769313486231570815e308",
	"math.MaxInt64":    "9223372036854775807",
	"math.MinInt64":    "-9223372036854775808",
	"math.MaxInt32":    "2147483647",
	"math.MaxInt":      "9223372036854775807",
	"math.MinInt":      "-9223372036854775808",
	"math.MinInt32":    "-2147483648",
	"math.Ln2":         "0.69314718055994530942",
	"math.Phi":         "1.61803398874989484820",
	"time.Second":      "1000000000",
	"time.Minute":      "60000000000",
	"time.Hour":        "3600000000000",
	"time.Millisecond": "1000000",
	"time.Sunday":      "0",
	"time.Monday":      "1",
	"time.Tuesday":     "2",
	"time.Wednesday":   "3",
	"time.Thursday":    "4",
	"time.Friday":      "5",
	"time.Saturday":    "6",
	"Math.PI":          "3.14159265358979323846",
	"Infinity":         "1.79769313486231570815e308",
}

// spellings are what other languages, and the language itself of late, call the same functions.
var spellings = map[string]string{
	"Math.abs": "math.Abs", "Math.max": "math.Max", "Math.min": "math.Min", "Math.sqrt": "math.Sqrt", "Math.floor": "math.Floor",
	"Math.ceil": "math.Ceil", "Math.round": "math.Round", "Math.trunc": "math.Trunc", "abs": "math.Abs", "sqrt": "math.Sqrt",
	"max": "largest.Of", "min": "smallest.Of", "fabs": "math.Abs", "isNaN": "math.IsNaN", "math.abs": "math.Abs", "math.sqrt": "math.Sqrt",
	"math.max": "math.Max", "math.min": "math.Min", "math.pow": "math.Pow", "math.log": "math.Log", "math.floor": "math.Floor", "math.exp": "math.Exp", "Math.log": "math.Log", "Math.exp": "math.Exp", "Math.pow": "math.Pow", "sort.Float64Slice": "sort.Float64s", "pow": "math.Pow", "math.fabs": "math.Abs", "strings.Includes": "strings.Contains",
}

// logarithm and exponential are right to about 15 digits: arguments are brought near 1 and 0, where few terms of their
// series are left.
const logarithm = `func(x float64) float64 {
	if x <= 0 || x != x {
		zero := 0.0
		if x == 0 {
			return -1 / zero
		}
		return zero / zero
	}
	if x > 1.79769313486231570815e308 {
		return x
	}
	halvings := 0.0
	for x > 1.5 {
		x = x / 2
		halvings++
	}
	for x < 0.75 {
		x = x * 2
		halvings--
	}
	ratio := (x - 1) / (x + 1)
	term, sum := ratio, 0.0
	for n := 1; n < 40; n += 2 {
		sum += term / float64(n)
		term = term * ratio * ratio
	}
	return 2*sum + halvings*0.69314718055994530942
}`

const exponential = `func(x float64) float64 {
	if x != x {
		return x
	}
	if x > 709.782712893384 {
		return 1.79769313486231570815e308 * 10
	}
	if x < -745.133219101941 {
		return 0
	}
	halvings := 0
	for x > 0.5 || x < -0.5 {
		x = x / 2
		halvings++
	}
	term, sum := 1.0, 1.0
	for n := 1; n < 20; n++ {
		term = term * x / float64(n)
		sum += term
	}
	for ; halvings > 0; halvings-- {
		sum = sum * sum
	}
	return sum
}`

func sorting(kind string) string {
	return `func(values []` + kind + `) {
	for i := 1; i < len(values); i++ {
		for j := i; j > 0 && values[j] < values[j-1]; j-- {
			values[j], values[j-1] = values[j-1], values[j]
		}
	}
}`
}

// extremeOf is the greatest or least of a list; of none, 0.
func extremeOf(than string) string {
	return `func(values []float64) float64 {
	extreme := 0.0
	for i, value := range values {
		if i == 0 || value ` + than + ` extreme {
			extreme = value
		}
	}
	return extreme
}`
}

// casing changes the case of the letters A to Z, which is all that symbols have.
func casing(from, to rune, shift string) string {
	return fmt.Sprintf(`func(text string) string {
	changed := ""
	for _, letter := range text {
		if letter >= '%c' && letter <= '%c' {
			letter = letter %s
		}
		changed += string(letter)
	}
	return changed
}`, from, to, shift)
}

// closures stand for functions. Each gives what the original gives for every finite number, roots, powers and
// logarithms up to their last digits.
var closures = map[string]string{
	"math.Abs": `func(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}`,
	"math.Max": `func(a, b float64) float64 {
	if a != a || a > b {
		return a
	}
	return b
}`,
	"math.Min": `func(a, b float64) float64 {
	if a != a || a < b {
		return a
	}
	return b
}`,
	"math.IsNaN": `func(x float64) bool {
	return x != x
}`,
	"math.IsInf": `func(x float64, sign int) bool {
	largest := 1.79769313486231570815e308
	return sign >= 0 && x > largest || sign <= 0 && x < -largest
}`,
	"math.Inf": `func(sign int) float64 {
	largest := 1.79769313486231570815e308
	if sign < 0 {
		return -largest * 2
	}
	return largest * 2
}`,
	"math.NaN": `func() float64 {
	zero := 0.0
	return zero / zero
}`,
	"math.Floor": `func(x float64) float64 {
	if x != x || x >= 4503599627370496 || x <= -4503599627370496 {
		return x
	}
	whole := float64(int64(x))
	if whole > x {
		return whole - 1
	}
	return whole
}`,
	"math.Ceil": `func(x float64) float64 {
	if x != x || x >= 4503599627370496 || x <= -4503599627370496 {
		return x
	}
	whole := float64(int64(x))
	if whole < x {
		return whole + 1
	}
	return whole
}`,
	"math.Trunc": `func(x float64) float64 {
	if x != x || x >= 4503599627370496 || x <= -4503599627370496 {
		return x
	}
	return float64(int64(x))
}`,
	"math.Round": `func(x float64) float64 {
	if x != x || x >= 4503599627370496 || x <= -4503599627370496 {
		return x
	}
	whole := float64(int64(x))
	if x-whole >= 0.5 {
		return whole + 1
	}
	if whole-x >= 0.5 {
		return whole - 1
	}
	return whole
}`,
	"math.Mod": `func(a, b float64) float64 {
	rest, divisor, largest := a, b, 1.79769313486231570815e308
	if rest < 0 {
		rest = -rest
	}
	if divisor < 0 {
		divisor = -divisor
	}
	if a != a || b != b || divisor == 0 || rest > largest {
		zero := 0.0
		return zero / zero
	}
	for rest >= divisor && divisor <= largest {
		part := divisor
		for part <= rest/2 {
			part = part * 2
		}
		rest = rest - part
	}
	if a < 0 {
		return -rest
	}
	return rest
}`,
	"math.Log": logarithm,
	"math.Log10": `func(x float64) float64 {
	log := ` + strings.ReplaceAll(logarithm, "\n", "\n\t") + `
	return log(x) / 2.30258509299404568402
}`,
	"math.Log2": `func(x float64) float64 {
	log := ` + strings.ReplaceAll(logarithm, "\n", "\n\t") + `
	return log(x) / 0.69314718055994530942
}`,
	"math.Exp": exponential,
	"math.Pow": `func(x, y float64) float64 {
	whole := int(y)
	if float64(whole) == y && whole > -1024 && whole < 1024 {
		product := 1.0
		for i := 0; i < whole || i < -whole; i++ {
			product *= x
		}
		if whole < 0 {
			return 1 / product
		}
		return product
	}
	if x <= 0 {
		zero := 0.0
		if x == 0 && y > 0 {
			return 0
		}
		if x == 0 && y < 0 {
			return 1 / zero
		}
		return zero / zero
	}
	log := ` + strings.ReplaceAll(logarithm, "\n", "\n\t") + `
	exp := ` + strings.ReplaceAll(exponential, "\n", "\n\t") + `
	return exp(y * log(x))
}`,
	"sort.Float64s": sorting("float64"),
	"sort.Ints":     sorting("int"),
	"slices.Sort":   sorting("float64"),
	"strconv.Itoa": `func(number int) string {
	if number == 0 {
		return "0"
	}
	text, rest := "", number
	for rest != 0 {
		digit := rest % 10
		if digit < 0 {
			digit = -digit
		}
		text = string(rune('0'+digit)) + text
		rest = rest / 10
	}
	if number < 0 {
		return "-" + text
	}
	return text
}`,
	"strings.ToUpper": casing('a', 'z', "- 32"),
	"strings.ToLower": casing('A', 'Z', "+ 32"),
	"strings.TrimSuffix": `func(text, suffix string) string {
	if len(text) >= len(suffix) && text[len(text)-len(suffix):] == suffix {
		return text[:len(text)-len(suffix)]
	}
	return text
}`,
	"strings.TrimPrefix": `func(text, prefix string) string {
	if len(text) >= len(prefix) && text[:len(prefix)] == prefix {
		return text[len(prefix):]
	}
	return text
}`,
	"slices.Max": extremeOf(">"),
	"slices.Min": extremeOf("<"),
	"total.Of": `func(values []float64) float64 {
	total := 0.0
	for _, value := range values {
		total += value
	}
	return total
}`,
	"whole.Max": `func(first int, rest ...int) int {
	for _, next := range rest {
		if next > first {
			first = next
		}
	}
	return first
}`,
	"whole.Min": `func(first int, rest ...int) int {
	for _, next := range rest {
		if next < first {
			first = next
		}
	}
	return first
}`,
	"largest.Of": `func(first float64, rest ...float64) float64 {
	for _, next := range rest {
		if next > first || next != next {
			first = next
		}
	}
	return first
}`,
	"smallest.Of": `func(first float64, rest ...float64) float64 {
	for _, next := range rest {
		if next < first || next != next {
			first = next
		}
	}
	return first
}`,
	"math.Sqrt": `func(x float64) float64 {
	if x < 0 {
		zero := 0.0
		return zero / zero
	}
	if x == 0 || x != x || x > 1.79769313486231570815e308 {
		return x
	}
	scale := 1.0
	for x > 4 {
		x = x / 4
		scale = scale * 2
	}
	for x < 1 {
		x = x * 4
		scale = scale / 2
	}
	root := x
	for i := 0; i < 8; i++ {
		root = (root + x/root) / 2
	}
	return root * scale
}`,
	"strings.HasPrefix": `func(text, prefix string) bool {
	return len(text) >= len(prefix) && text[:len(prefix)] == prefix
}`,
	"strings.HasSuffix": `func(text, suffix string) bool {
	return len(text) >= len(suffix) && text[len(text)-len(suffix):] == suffix
}`,
	"strings.Contains": `func(text, part string) bool {
	for i := 0; i+len(part) <= len(text); i++ {
		if text[i:i+len(part)] == part {
			return true
		}
	}
	return false
}`,
}
