package cases

import "github.com/vyx/go-screener/pkg/types"

// Comments of both kinds, anywhere.
func evaluate(data *types.MarketData) bool {
	/*
	   a comment before

	   	the code
	*/
	n := 1 /* inside */ + 2 // behind
	// between
	return n == 3 /* and after */
}

// Output: true
