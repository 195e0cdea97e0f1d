package symbols

import (
	"testing"

	"github.com/trader-error-recovery/runtime/types"
)

func TestExportsAreTwoPackagesAndNoResultTypes(t *testing.T) {
	t.Parallel()
	exports := Exports(&bill{})
	if len(exports) != 2 || len(exports[IndicatorsPath+"/indicators"]) != 16 || len(exports[TypesPath+"/types"]) != 5 {
		t.Errorf("exports have changed: %d packages", len(exports))
	}
}

type bill struct{ steps, bytes int }

func (b *bill) Charge(steps int)   { b.steps += steps }
func (b *bill) Allocate(bytes int) { b.bytes += bytes }

func TestIndicatorsAreCharged(t *testing.T) {
	t.Parallel()
	var paid bill
	exports := Exports(&paid)
	calculate := exports[IndicatorsPath+"/indicators"]["CalculateMASeries"].Interface().(func([]types.Kline, int) []float64)
	if series := calculate(make([]types.Kline, 320), 10); len(series) != 320 {
		t.Errorf("got %d values", len(series))
	}
	if paid.steps != 1+320*10/32 || paid.bytes < 320*8 {
		t.Errorf("charged %+v", paid)
	}
}
