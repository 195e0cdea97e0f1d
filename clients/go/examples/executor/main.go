// Command executor is the smallest executor that reports: one filter panics and is reported, the process and the other filter live on.
//
//	RECORD_ERROR_URL=... RECORD_ERROR_SECRET=whsec_... TRADER_ID=<uuid> [CODE_SHA256=...] [SPOOL_DIR=...] go run ./examples/executor
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	recovery "github.com/trader-error-recovery/clients/go"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	traderID := os.Getenv("TRADER_ID")

	// What an executor adds, 1: the reporter.
	reporter, err := recovery.New(recovery.Config{
		URL: os.Getenv("RECORD_ERROR_URL"), Secret: os.Getenv("RECORD_ERROR_SECRET"), SpoolDir: os.Getenv("SPOOL_DIR"),
		ExecutorVersion: "example", MachineID: os.Getenv("FLY_MACHINE_ID"),
	})
	if err != nil {
		return err
	}
	// What an executor adds, 2: which trader runs, on what.
	event := recovery.Event{
		TraderID: traderID, CodeSHA256: os.Getenv("CODE_SHA256"),
		Context: recovery.Context{Symbol: "NEWUSDT", TriggerInterval: "5m", SymbolsProcessed: 1},
	}

	failed := make(chan error)
	go func() {
		var err error
		defer func() { failed <- err }()
		// What an executor adds, 3: one line in the goroutine of each filter.
		defer reporter.Recover(context.Background(), event, &err)
		evaluate(newlyListed)
	}()
	if err := <-failed; err == nil {
		return fmt.Errorf("the filter did not fail")
	}
	fmt.Println("still alive")

	worked := make(chan bool)
	reporter.Go(context.Background(), event, func(context.Context) { worked <- evaluate(longListed) })
	alive := <-worked

	// What an executor adds, 4: at its end, the rest is sent.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	problem := reporter.Close(ctx)
	line, err := json.Marshal(struct {
		Sent  uint64 `json:"sent"`
		Alive bool   `json:"alive"`
	}{reporter.Stats().Sent, alive})
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	return problem
}

var (
	newlyListed = []float64{1.2, 1.3}
	longListed  = []float64{1, 2, 3, 4, 5, 6, 7}
)

// evaluate is a user's filter that forgets that a young symbol has no average.
func evaluate(closes []float64) bool {
	return closes[len(closes)-1] > *movingAverage(closes, 5)
}

func movingAverage(closes []float64, period int) *float64 {
	if len(closes) < period {
		return nil
	}
	sum := 0.0
	for _, price := range closes[len(closes)-period:] {
		sum += price
	}
	mean := sum / float64(period)
	return &mean
}
