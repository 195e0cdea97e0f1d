// Package wire answers the requests of a host: JSON in, JSON out, with candles packed behind the request.
package wire

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/trader-error-recovery/runtime/source"
	"github.com/trader-error-recovery/runtime/types"
)

// fields is how many numbers a packed candle has, in the order of types.Kline.
const fields = 12

// request is what all six calls take; Candidate is for a comparison alone, Donor and DonorFixed for a transplant. Behind its
// JSON follow the candles as little-endian float64: decoding them from JSON would take ten times as long as running the filter.
type request struct {
	Code       string           `json:"code"`
	Candidate  string           `json:"candidate"`
	Donor      string           `json:"donor"`
	DonorFixed string           `json:"donorFixed"`
	Component  source.Component `json:"component"`
	Inputs     []*input         `json:"inputs"`
	Blind      bool             `json:"blind"` // failures are not located
	Limits     struct {
		Steps int `json:"steps"`
	} `json:"limits"`
	Error *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// input is one symbol's market data, still packed.
type input struct {
	Name      string                  `json:"symbol"`
	Ticker    *types.SimplifiedTicker `json:"ticker"`
	Timestamp float64                 `json:"timestamp"`
	Klines    map[string]span         `json:"klines"`
	candles   []byte
}

// span is a run of packed candles.
type span struct {
	Start int `json:"start"`
	Count int `json:"count"`
}

func decode(frame []byte) (*request, error) {
	if len(frame) < 4 {
		return nil, fmt.Errorf("the request has %d bytes; its length alone takes 4", len(frame))
	}
	size := int(binary.LittleEndian.Uint32(frame))
	if size > len(frame)-4 {
		return nil, fmt.Errorf("the request says it has %d bytes of JSON, but only %d follow", size, len(frame)-4)
	}
	var decoded request
	if err := json.Unmarshal(frame[4:4+size], &decoded); err != nil {
		return nil, fmt.Errorf("the request is not valid: %w", err)
	}
	if decoded.Component != source.Filter && decoded.Component != source.Series {
		return nil, fmt.Errorf("component must be %q or %q, not %q", source.Filter, source.Series, decoded.Component)
	}
	candles := frame[4+size:]
	for _, item := range decoded.Inputs {
		if err := item.hold(candles); err != nil {
			return nil, err
		}
	}
	return &decoded, nil
}

func (i *input) hold(candles []byte) error {
	if i == nil {
		return fmt.Errorf("an input is null")
	}
	for interval, span := range i.Klines {
		if span.Start < 0 || span.Count < 0 || span.Start > len(candles) || span.Count > (len(candles)-span.Start)/(8*fields) {
			return fmt.Errorf("the candles of %s %s lie outside the request", i.Name, interval)
		}
	}
	i.candles = candles
	return nil
}

// Symbol names the input in results.
func (i *input) Symbol() string { return i.Name }

// MarketData unpacks a fresh copy.
func (i *input) MarketData() *types.MarketData {
	data := &types.MarketData{
		Symbol:    i.Name,
		Klines:    make(map[string][]types.Kline, len(i.Klines)),
		Timestamp: time.UnixMilli(int64(i.Timestamp)).UTC(),
	}
	if i.Ticker != nil {
		ticker := *i.Ticker
		data.Ticker = &ticker
	}
	for interval, span := range i.Klines {
		klines := make([]types.Kline, span.Count)
		for n := range klines {
			klines[n] = unpack(i.candles[span.Start+n*8*fields:])
		}
		data.Klines[interval] = klines
	}
	return data
}

func unpack(packed []byte) types.Kline {
	candle := packed[:8*fields] // one check of the bounds instead of twelve
	return types.Kline{
		OpenTime: int64(number(candle[0:])), Open: number(candle[8:]), High: number(candle[16:]), Low: number(candle[24:]),
		Close: number(candle[32:]), Volume: number(candle[40:]), BuyVolume: number(candle[48:]), SellVolume: number(candle[56:]),
		VolumeDelta: number(candle[64:]), QuoteVolume: number(candle[72:]), Trades: int(number(candle[80:])), CloseTime: int64(number(candle[88:])),
	}
}

func number(packed []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(packed)) }
