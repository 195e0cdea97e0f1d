package repair

import "testing"

func TestMissingLengthCheck(t *testing.T) {
	t.Parallel()
	checkRule(t, "missing-length-check", []repairCase{
		{"last candle of none", `klines := data.Klines["1h"]
return klines[len(klines)-1].Close > klines[len(klines)-2].Close`, `klines := data.Klines["1h"]
if len(klines) < 2 {
	return false
}
return klines[len(klines)-1].Close > klines[len(klines)-2].Close`, 250},
		{"window of a loop", `klines := data.Klines["5m"]
last := len(klines) - 1
sum := 0.0
for i := 0; i < 20; i++ {
	sum += klines[last-i].Close
}
return sum > 0`, `klines := data.Klines["5m"]
last := len(klines) - 1
sum := 0.0
if len(klines) < 20 {
	return false
}
for i := 0; i < 20; i++ {
	sum += klines[last-i].Close
}
return sum > 0`, 10},
		{"slice of the last", `klines := data.Klines["5m"]
recent := klines[len(klines)-50:]
return len(recent) == 50`, `klines := data.Klines["5m"]
if len(klines) < 50 {
	return false
}
recent := klines[len(klines)-50:]
return len(recent) == 50`, 10},
		{"one too far", `klines := data.Klines["5m"]
for i := 0; i <= len(klines); i++ {
	if klines[i].Close < 0 {
		return true
	}
}
return false`, "", 10},
	})
}
