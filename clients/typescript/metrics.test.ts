import assert from "node:assert/strict";
import { status } from "./testing/fake-record-error.ts";
import { error, startReporting } from "./testing/reporting.ts";

Deno.test("metrics() is Prometheus text: each metric with HELP and TYPE, each sample well formed", async () => {
  await using it = startReporting([status(503), status(503)]);
  it.reporter.report(error("boom", { occurrences: 3 }));
  await it.flush();
  it.reporter.report(error(""));
  const lines = it.reporter.metrics().trimEnd().split("\n");
  assert.ok(it.reporter.metrics().endsWith("\n"));
  const names = new Set<string>();
  for (const line of lines) {
    const [, name] = /^# TYPE (\w+) (?:counter|gauge|histogram)$/.exec(line) ?? [];
    if (name !== undefined) names.add(name);
    if (line.startsWith("#")) continue;
    const sample = /^(\w+)(\{(?:reason|le)="[^"\n]+"\})? \d+(\.\d+)?(e-?\d+)?$/.exec(line);
    assert.ok(sample, line);
    assert.ok(names.has(sample[1]?.replace(/_(bucket|sum|count)$/, "") ?? ""), line);
  }
  for (const name of names) assert.ok(lines.some((line) => line.startsWith(`# HELP ${name} `)));
  assert.ok(lines.includes("trader_error_persist_success_total 3"));
  assert.ok(lines.includes('trader_error_persist_failures_total{reason="503"} 2'));
  assert.ok(lines.includes('trader_error_dropped_total{reason="invalid"} 1'));
  assert.ok(lines.includes('trader_error_persist_duration_seconds_bucket{le="+Inf"} 3'));
  assert.ok(lines.includes("trader_error_persist_duration_seconds_count 3"));
});
