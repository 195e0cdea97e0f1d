package recovery

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestNewNamesFieldRuleAndValue(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*Config){
		`URL must be an absolute http or https address, got "/record-error"`:    func(c *Config) { c.URL = "/record-error" },
		`URL must be an absolute http or https address, got "ftp://u:xxxxx@h/"`: func(c *Config) { c.URL = "ftp://u:geheim@h/" },
		`URL must be an absolute http or https address, got ""`:                 func(c *Config) { c.URL = "" },
		`Secret must be whsec_ and base64, got 13 characters that are not`:      func(c *Config) { c.Secret = "whsec_geheim!" },
		`Secret must be whsec_ and base64, got 0 characters that are not`:       func(c *Config) { c.Secret = "" },
		`FlushCount must be from 1 to 500, got 501`:                             func(c *Config) { c.FlushCount = 501 },
		`FlushInterval must be more than 0 and at most 1h0m0s, got -1s`:         func(c *Config) { c.FlushInterval = -time.Second },
		`MaxBytes must be from 1 to 1099511627776, got -1`:                      func(c *Config) { c.MaxBytes = -1 },
		`SpoolMaxBytes must be from 1 to 1125899906842624, got -1`:              func(c *Config) { c.SpoolMaxBytes = -1 },
	} {
		config := Config{URL: "https://x.supabase.co/functions/v1/record-error", Secret: testSecret}
		change(&config)
		_, err := New(config)
		if err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
		if err != nil && strings.Contains(err.Error(), "geheim") {
			t.Errorf("%v shows a secret", err)
		}
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	c := Config{}.withDefaults()
	equal(t, "FlushCount", c.FlushCount, 100)
	equal(t, "FlushBytes", c.FlushBytes, 1_000_000)
	equal(t, "FlushInterval", c.FlushInterval, time.Second)
	equal(t, "MaxEvents", c.MaxEvents, 10_000)
	equal(t, "MaxBytes", c.MaxBytes, 16_000_000)
	equal(t, "RequestTimeout", c.RequestTimeout, 10*time.Second)
	equal(t, "SampleInterval", c.SampleInterval, time.Hour)
	equal(t, "SpoolMaxBytes", c.SpoolMaxBytes, 64_000_000)
}

func TestCodeSHA256SeparatesCodeFromSeriesCode(t *testing.T) {
	t.Parallel()
	sum := sha256.Sum256([]byte("return true\x00return nil"))
	equal(t, "hash", CodeSHA256("return true", "return nil"), hex.EncodeToString(sum[:]))
	equal(t, "of nothing", CodeSHA256("", ""), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
}

// The example of the Standard Webhooks libraries.
func TestSignatureOfTheStandardsExample(t *testing.T) {
	t.Parallel()
	key, err := signingKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{}
	sign(header, key, "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	equal(t, "signature", header.Get("webhook-signature"), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
	equal(t, "timestamp", header.Get("webhook-timestamp"), "1614265330")
}

func TestBackoffIsJitteredInFull(t *testing.T) {
	t.Parallel()
	b := newBackoff(nil)
	for range 1000 {
		b.tries = 0
		if d := b.next(); d < 0 || d >= backoffBase {
			t.Fatalf("first wait %v", d)
		}
		b.tries = 50
		if d := b.next(); d < 0 || d >= backoffCap {
			t.Fatalf("late wait %v", d)
		}
	}
}
