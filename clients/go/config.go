package recovery

import (
	"encoding/base64"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	maxBatchEvents = 500
	maxBatchBytes  = 3_500_000
)

// Config sets up a Reporter. URL and Secret are required; a zero limit takes its default.
type Config struct {
	URL    string // the full address of record-error
	Secret string // RECORD_ERROR_SECRET, "whsec_<base64>"

	ExecutorVersion string // put into every event that names none
	MachineID       string // put into every event that names none

	FlushCount    int           // distinct errors that are sent at once; default 100, at most 500
	FlushBytes    int           // bytes of them; default 1 MB, at most 3.5 MB
	FlushInterval time.Duration // the longest that an error waits for others; default 1 s

	MaxEvents int // distinct errors kept in memory; default 10,000
	MaxBytes  int // bytes of them; default 16 MB

	RequestTimeout time.Duration // of one try; default 10 s
	SampleInterval time.Duration // how often market data is attached to one fault; default 1 h

	SpoolDir      string // a folder of this process alone; empty: no spool
	SpoolMaxBytes int64  // bytes on disk above which errors are kept in memory only; default 64 MB

	Logger     *slog.Logger // default slog.Default()
	HTTPClient *http.Client // default: a transport of its own with time limits; redirects are never followed

	clock  clock
	jitter func() float64 // in [0, 1)
}

func (c Config) withDefaults() Config {
	setDefault(&c.FlushCount, 100)
	setDefault(&c.FlushBytes, 1_000_000)
	setDefault(&c.FlushInterval, time.Second)
	setDefault(&c.MaxEvents, 10_000)
	setDefault(&c.MaxBytes, 16_000_000)
	setDefault(&c.RequestTimeout, 10*time.Second)
	setDefault(&c.SampleInterval, time.Hour)
	setDefault(&c.SpoolMaxBytes, 64_000_000)
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	if c.clock == nil {
		c.clock = systemClock{}
	}
	return c
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// check names the field, the rule and the value; of the secret only its length.
func (c *Config) check() error {
	address, err := url.Parse(c.URL)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		return fmt.Errorf("cannot start the reporter: URL must be an absolute http or https address, got %q", redacted(c.URL, address))
	}
	if _, err := signingKey(c.Secret); err != nil {
		return err
	}
	for _, limit := range []struct {
		field       string
		value, most int64
	}{
		{"FlushCount", int64(c.FlushCount), maxBatchEvents},
		{"FlushBytes", int64(c.FlushBytes), maxBatchBytes},
		{"FlushInterval", int64(c.FlushInterval), int64(time.Hour)},
		{"MaxEvents", int64(c.MaxEvents), 10_000_000},
		{"MaxBytes", int64(c.MaxBytes), 1 << 40},
		{"RequestTimeout", int64(c.RequestTimeout), int64(time.Hour)},
		{"SampleInterval", int64(c.SampleInterval), int64(365 * 24 * time.Hour)},
		{"SpoolMaxBytes", c.SpoolMaxBytes, 1 << 50},
	} {
		if limit.value < 1 || limit.value > limit.most {
			return limitError(limit.field, limit.value, limit.most)
		}
	}
	return nil
}

func limitError(field string, value, most int64) error {
	if field == "FlushInterval" || field == "RequestTimeout" || field == "SampleInterval" {
		return fmt.Errorf("cannot start the reporter: %s must be more than 0 and at most %v, got %v",
			field, time.Duration(most), time.Duration(value))
	}
	return fmt.Errorf("cannot start the reporter: %s must be from 1 to %d, got %d", field, most, value)
}

// redacted keeps a password in the address out of the error.
func redacted(raw string, parsed *url.URL) string {
	if parsed == nil {
		return cut(raw, 20) + "..."
	}
	return parsed.Redacted()
}

// signingKey is the key in a Standard Webhooks secret.
func signingKey(secret string) ([]byte, error) {
	secret = strings.TrimSpace(secret)
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) == 0 {
		return nil, fmt.Errorf("cannot start the reporter: Secret must be whsec_ and base64, got %d characters that are not", len(secret))
	}
	return key, nil
}

// newClient is the client to send with, and the transport to close at the end if it is the reporter's own.
func (c *Config) newClient() (*http.Client, *http.Transport) {
	refuse := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if c.HTTPClient != nil {
		client := *c.HTTPClient
		client.CheckRedirect = refuse
		return &client, nil
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}
	transport := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialer.DialContext,
		ForceAttemptHTTP2:     true,
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: c.RequestTimeout,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConnsPerHost:   1,
	}
	return &http.Client{Transport: transport, CheckRedirect: refuse}, transport
}
