package cases

import "github.com/vyx/go-screener/pkg/types"

// Arrays within an array.
func evaluate(data *types.MarketData) bool {
	var grid [3][2]int
	for i := 0; i < 3; i++ {
		for j := 0; j < 2; j++ {
			grid[i][j] = i*10 + j
		}
	}
	row := grid[2]
	row[0] = -1
	return grid[2][1] == 21 && grid[2][0] == 20 && row[0] == -1 && len(grid) == 3 && len(grid[0]) == 2
}

// Output: true
