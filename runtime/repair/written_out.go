package repair

// literals stand for constants, and for printing, which the interpreter has built in and which decides nothing.
var literals = map[string]string{
	"math.Pi":         "3.14159265358979323846",
	"math.E":          "2.71828182845904523536",
	"math.Sqrt2":      "1.41421356237309504880",
	"math.MaxFloat64": "1.79769313486231570815e308",
	"math.MaxInt64":   "9223372036854775807",
	"math.MinInt64":   "-9223372036854775808",
	"math.MaxInt32":   "2147483647",
	"math.MaxInt":     "9223372036854775807",
	"fmt.Println":     "println",
	"fmt.Print":       "print",
	"log.Println":     "println",
}

// closures stand for functions. Each gives what the original gives for every finite number, the root up to its last bit.
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
