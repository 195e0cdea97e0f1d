package symbols

import (
	"testing"

	"github.com/trader-error-recovery/runtime/types"
)

func TestExportsAreTwoPackagesAndNoResultTypes(t *testing.T) {
	t.Parallel()
	exports := Exports(func(int) {})
	if len(exports) != 2 || len(exports[IndicatorsPath+"/indicators"]) != 16 || len(exports[TypesPath+"/types"]) != 5 {
		t.Errorf("exports have changed: %d packages", len(exports))
	}
}

func TestIndicatorsAreCharged(t *testing.T) {
	t.Parallel()
	steps := 0
	exports := Exports(func(cost int) { steps += cost })
	calculate := exports[IndicatorsPath+"/indicators"]["CalculateMASeries"].Interface().(func([]types.Kline, int) []float64)
	if series := calculate(make([]types.Kline, 320), 10); len(series) != 320 {
		t.Errorf("got %d values", len(series))
	}
	if steps != 1+320*10/32 {
		t.Errorf("charged %d steps", steps)
	}
}
