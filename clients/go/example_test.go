package recovery_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	recovery "github.com/trader-error-recovery/clients/go"
)

// standIn takes one error as record-error does.
func standIn() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprint(w, `{"accepted":1,"duplicates":0,"rejected":[],"incidents":[],"results":[]}`)
	}))
}

func Example() {
	server := standIn()
	defer server.Close()
	reporter, err := recovery.New(recovery.Config{URL: server.URL, Secret: "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw==", MachineID: os.Getenv("FLY_MACHINE_ID")})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = reporter.Report(context.Background(), recovery.Event{
		TraderID: "9b1d4c1e-5a77-4d55-9a3c-3f1f5f6f7a01", ErrorType: recovery.Timeout, Message: "filter execution timed out after 1s",
		CodeSHA256: recovery.CodeSHA256("return true", ""), Context: recovery.Context{Symbol: "NEWUSDT", TriggerInterval: "5m"},
	})
	fmt.Println("kept:", err == nil)

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	fmt.Println("all sent:", reporter.Close(ctx) == nil)
	fmt.Println("errors taken:", reporter.Stats().Sent)
	// Output:
	// kept: true
	// all sent: true
	// errors taken: 1
}

func ExampleReporter_Recover() {
	server := standIn()
	defer server.Close()
	reporter, err := recovery.New(recovery.Config{URL: server.URL, Secret: "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw=="})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer reporter.Close(context.Background())

	evaluate := func(prices []float64) (matched bool, err error) {
		defer reporter.Recover(context.Background(), recovery.Event{TraderID: "9b1d4c1e-5a77-4d55-9a3c-3f1f5f6f7a01"}, &err)
		return prices[14] > 1, nil
	}
	_, err = evaluate(make([]float64, 10))
	fmt.Println(err)
	// Output:
	// panic in trader 9b1d4c1e-5a77-4d55-9a3c-3f1f5f6f7a01: runtime error: index out of range [14] with length 10
}
