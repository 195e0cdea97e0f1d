package cases

import "github.com/vyx/go-screener/pkg/types"

// Rows that were made one by one are separate.
func evaluate(data *types.MarketData) bool {
	grid := make([][]float64, 3)
	for i := range grid {
		grid[i] = make([]float64, 2)
	}
	grid[1][1] = 5
	sum := 0.0
	for _, row := range grid {
		for _, v := range row {
			sum += v
		}
	}
	return sum == 5 && grid[0][1] == 0 && len(grid[2]) == 2
}

// Output: true
