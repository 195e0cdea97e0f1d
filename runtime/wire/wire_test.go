package wire

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// frame builds a request as a host does: length, JSON, candles.
func frame(body string, candles ...float64) []byte {
	packed := binary.LittleEndian.AppendUint32(nil, uint32(len(body)))
	packed = append(packed, body...)
	for _, number := range candles {
		packed = binary.LittleEndian.AppendUint64(packed, math.Float64bits(number))
	}
	return packed
}

func code(t *testing.T, response []byte) string {
	t.Helper()
	var decoded refused
	if err := json.Unmarshal(response, &decoded); err != nil {
		t.Fatalf("%s: %v", response, err)
	}
	return decoded.Error.Code
}

func TestEveryBadRequestIsRefused(t *testing.T) {
	t.Parallel()
	for name, request := range map[string][]byte{
		"nothing":           {},
		"a length alone":    {9, 0, 0, 0},
		"no JSON":           frame("code"),
		"no component":      frame(`{"code":"return true"}`),
		"unknown component": frame(`{"code":"return true","component":"strategy"}`),
		"a null input":      frame(`{"code":"return true","component":"filter","inputs":[null]}`),
		"missing candles":   frame(`{"code":"return true","component":"filter","inputs":[{"klines":{"5m":{"start":0,"count":1}}}]}`),
		"negative count":    frame(`{"code":"return true","component":"filter","inputs":[{"klines":{"5m":{"start":0,"count":-1}}}]}`),
		"negative start":    frame(`{"code":"return true","component":"filter","inputs":[{"klines":{"5m":{"start":-8,"count":1}}}]}`, make([]float64, 12)...),
	} {
		for _, call := range []func([]byte) []byte{Check, Run, Repair, Transplant} {
			if got := code(t, call(request)); got != "invalid_request" {
				t.Errorf("%s: code %q", name, got)
			}
		}
	}
}

func TestRunReadsPackedCandlesInTheirOrder(t *testing.T) {
	t.Parallel()
	body := `{"code":"k := data.Klines[\"5m\"][0]\nreturn k.OpenTime == 1 && k.Open == 2 && k.High == 3 && k.Low == 4 && k.Close == 5 && k.Volume == 6 && k.BuyVolume == 7 && k.SellVolume == 8 && k.VolumeDelta == 9 && k.QuoteVolume == 10 && k.Trades == 11 && k.CloseTime == 12 && data.Timestamp.Unix() == 2","component":"filter","inputs":[{"symbol":"A","timestamp":2000,"klines":{"5m":{"start":0,"count":1}}}]}`
	response := string(Run(frame(body, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)))
	if want := `{"results":[{"symbol":"A","ok":true,"matched":true,"steps":6}]}`; response != want {
		t.Errorf("got %s, want %s", response, want)
	}
}

func TestRunNamesTheFailureAndItsLine(t *testing.T) {
	t.Parallel()
	body := `{"code":"k := data.Klines[\"5m\"]\nreturn k[0].Close > 1","component":"filter","inputs":[{"symbol":"A"}]}`
	for _, want := range []string{
		`"class":"runtime","code":"out_of_range","message":"reflect: slice index out of range","line":2,"column":1,"source":"return k[0].Close`,
		`"values":[{"name":"len(k)","value":"0"}]`,
	} {
		if response := string(Run(frame(body))); !strings.Contains(response, want) {
			t.Errorf("got %s, want %s", response, want)
		}
	}
}

func TestCheckWarnsBesidesItsErrors(t *testing.T) {
	t.Parallel()
	response := string(Check(frame(`{"code":"x := 1\nreturn true","component":"filter"}`)))
	if !strings.HasPrefix(response, `{"ok":true,"errors":[],"warnings":[{"code":"unused_variable",`) {
		t.Errorf("got %s", response)
	}
}

func TestCompareAnswersForEachInput(t *testing.T) {
	t.Parallel()
	body := `{"code":"return data.Klines[\"5m\"][0].Close > 1","candidate":"return true","component":"filter","inputs":[{"symbol":"A"}]}`
	response := string(Compare(frame(body)))
	for _, want := range []string{`"change":"fixed"`, `"code":"constant_verdict"`, `"same_syntax":false`} {
		if !strings.Contains(response, want) {
			t.Errorf("got %s, want %s", response, want)
		}
	}
}

func TestHashIsThatOfTheSyntax(t *testing.T) {
	t.Parallel()
	one, other := Hash(frame(`{"code":"x := 1\nreturn x > 0","component":"filter"}`)), Hash(frame(`{"code":"y := (1)\n\nreturn y > 0 // so","component":"filter"}`))
	if string(one) != string(other) || !strings.HasPrefix(string(one), `{"hash":"`) {
		t.Errorf("got %s and %s", one, other)
	}
}

func TestRepairAnswersWithTheChange(t *testing.T) {
	t.Parallel()
	body := `{"code":"return data.Klines[\"5m\"][0].Close > 1","component":"filter","inputs":[{"symbol":"A"}],"error":{"message":"reflect: slice index out of range"}}`
	var result repaired
	if err := json.Unmarshal(Repair(frame(body)), &result); err != nil {
		t.Fatal(err)
	}
	if !result.Changed || !result.Sound || len(result.Applied) != 1 || result.Applied[0].Rule != "missing-length-check" {
		t.Errorf("got %+v", result)
	}
}

func TestTransplantAnswersWithTheChangeOrTheReason(t *testing.T) {
	t.Parallel()
	for fixed, want := range map[string]string{
		`b := 1\nreturn b > 2`: `{"code":"a := 1 // ours\nreturn a \u003e 2","applied":true}`,
		`c := 1\nreturn c > 0`: `{"code":"a := 1 // ours\nreturn a \u003e 0","applied":false,"reason":"no_change"}`,
	} {
		body := `{"code":"a := 1 // ours\nreturn a > 0","donor":"b := 1\nreturn b > 0","donorFixed":"` + fixed + `","component":"filter"}`
		if response := string(Transplant(frame(body))); response != want {
			t.Errorf("got %s, want %s", response, want)
		}
	}
}

func TestSeriesOfNothingIsAnEmptyObject(t *testing.T) {
	t.Parallel()
	response := string(Run(frame(`{"code":"return nil","component":"series","inputs":[{"symbol":"A"}]}`)))
	if want := `{"results":[{"symbol":"A","ok":true,"series":{},"steps":1}]}`; response != want {
		t.Errorf("got %s, want %s", response, want)
	}
}
