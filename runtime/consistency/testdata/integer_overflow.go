package cases

import "github.com/vyx/go-screener/pkg/types"

// Whole numbers of a fixed size wrap around.
func evaluate(data *types.MarketData) bool {
	small := int8(127)
	small++
	byteValue := uint8(0)
	byteValue--
	wide := int32(1 << 30)
	wide *= 4
	return small == -128 && byteValue == 255 && wide == 0
}

// Output: true
