package cases

import "github.com/vyx/go-screener/pkg/types"

// Conversion to a narrower type keeps the lower bits.
func evaluate(data *types.MarketData) bool {
	n := 0x1234
	negative := -1
	return int8(n) == 0x34 && uint8(n) == 0x34 && uint16(negative) == 65535 && int16(0x7fff+negative) == 0x7ffe && uint32(negative) == 4294967295
}

// Output: true
