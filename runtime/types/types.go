// Package types holds the market data that filters read, shaped as the executor's own package of this name.
package types

import "time"

// KlineInterval names a timeframe: 1m, 5m, 15m, 1h, 4h or 1d.
type KlineInterval string

// Kline is one candle; times are milliseconds since the epoch.
type Kline struct {
	OpenTime    int64   `json:"openTime"`
	Open        float64 `json:"open"`
	High        float64 `json:"high"`
	Low         float64 `json:"low"`
	Close       float64 `json:"close"`
	Volume      float64 `json:"volume"`
	BuyVolume   float64 `json:"buyVolume"`
	SellVolume  float64 `json:"sellVolume"`
	VolumeDelta float64 `json:"volumeDelta"`
	QuoteVolume float64 `json:"quoteVolume"`
	Trades      int     `json:"trades"`
	CloseTime   int64   `json:"closeTime"`
}

// Ticker is the long form of SimplifiedTicker. MarketData never carries one, but filters may name the type.
type Ticker struct {
	Symbol             string  `json:"symbol"`
	LastPrice          float64 `json:"lastPrice"`
	PriceChange        float64 `json:"priceChange"`
	PriceChangePercent float64 `json:"priceChangePercent"`
	HighPrice          float64 `json:"highPrice"`
	LowPrice           float64 `json:"lowPrice"`
	Volume             float64 `json:"volume"`
	QuoteVolume        float64 `json:"quoteVolume"`
}

// SimplifiedTicker is the day's summary of one symbol.
type SimplifiedTicker struct {
	LastPrice          float64 `json:"lastPrice"`
	PriceChangePercent float64 `json:"priceChangePercent"`
	QuoteVolume        float64 `json:"quoteVolume"`
}

// MarketData is all that a filter may look at: one symbol, its ticker and its candles by timeframe.
type MarketData struct {
	Symbol    string             `json:"symbol"`
	Ticker    *SimplifiedTicker  `json:"ticker"`
	Klines    map[string][]Kline `json:"klines"`
	Timestamp time.Time          `json:"timestamp"`
}
