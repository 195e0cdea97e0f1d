package recovery

import (
	"bufio"
	"context"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func text(r *Reporter) string {
	var b strings.Builder
	r.WriteMetrics(&b)
	return b.String()
}

var sampleLine = regexp.MustCompile(`^([a-z_]+)(\{[a-z]+="[^"]*"\})? (\S+)$`)

func TestMetricsParse(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := begin(t, testConfig(s))
	report(t, r, Event{TraderID: testTrader, Message: "x", Occurrences: 5})
	r.Report(context.Background(), Event{})
	flush(t, r)

	recorder := httptest.NewRecorder()
	r.Metrics().ServeHTTP(recorder, httptest.NewRequest("GET", "/metrics", nil))
	equal(t, "type", recorder.Header().Get("content-type"), "text/plain; version=0.0.4; charset=utf-8")
	values, typed, helped := map[string]float64{}, map[string]string{}, map[string]bool{}
	for scanner := bufio.NewScanner(recorder.Body); scanner.Scan(); {
		line := scanner.Text()
		if parts := strings.SplitN(line, " ", 4); parts[0] == "#" {
			if parts[1] == "TYPE" {
				typed[parts[2]] = parts[3]
			} else {
				helped[parts[2]] = parts[1] == "HELP" && parts[3] != ""
			}
			continue
		}
		match := sampleLine.FindStringSubmatch(line)
		if match == nil {
			t.Fatalf("cannot parse %q", line)
		}
		value, err := strconv.ParseFloat(match[3], 64)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		family := regexp.MustCompile(`(_bucket|_sum|_count)$`).ReplaceAllString(match[1], "")
		if typed[family] == "" && typed[match[1]] == "" || !helped[family] && !helped[match[1]] {
			t.Errorf("%q has no TYPE or HELP before it", line)
		}
		if _, twice := values[match[1]+match[2]]; twice {
			t.Errorf("%q stands twice", line)
		}
		values[match[1]+match[2]] = value
	}
	equal(t, "success", values["trader_error_persist_success_total"], 5)
	equal(t, "invalid", values[`trader_error_dropped_total{reason="invalid"}`], 1)
	equal(t, "tries", values["trader_error_persist_duration_seconds_count"], 1)
	equal(t, "last bucket", values[`trader_error_persist_duration_seconds_bucket{le="+Inf"}`], 1)
	equal(t, "histogram", typed["trader_error_persist_duration_seconds"], "histogram")
	for _, reason := range []string{"full", "invalid", "refused", "rejected", "too_large", "spool"} {
		if _, there := values[`trader_error_dropped_total{reason="`+reason+`"}`]; !there {
			t.Errorf("no series for %s", reason)
		}
	}
}
