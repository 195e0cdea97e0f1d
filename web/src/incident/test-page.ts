// Pages of incidents for tests: what is not said is a trader that fails while it runs, and nothing else.
import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import type { Fix, Proof } from "../api/fixes.ts";
import type { Incident, IncidentPage } from "../api/incidents.ts";
import type { Version } from "../api/versions.ts";

const AT = "2026-11-28T20:00:00+00:00";
const SHA = "a".repeat(64);

export function testIncident(changes: Partial<Incident> = {}): Incident {
  return {
    id: "incident",
    trader_id: "trader",
    component: "filter",
    error_type: "runtime",
    error_message: "panic",
    summary: "The filter divided by zero.",
    status: "open",
    attribution: "code",
    attribution_assumed: false,
    code_line: null,
    code_column: null,
    symbols: ["NEWUSDT"],
    occurrences: 3,
    stale_occurrences: 0,
    first_seen: AT,
    last_seen: AT,
    filter_version_id: "v1",
    regression_of: null,
    systemic_fault_id: null,
    after_deployment_id: null,
    resolved_at: null,
    resolved_by_version_id: null,
    recovered_at: null,
    ignored_until: null,
    escalation: null,
    decided_at: null,
    decision_reason: null,
    ...changes,
  };
}

export function testVersion(changes: Partial<Version> = {}): Version {
  return {
    id: "v1",
    trader_id: "trader",
    version: 1,
    code: "return *rsi < 30",
    series_code: "",
    code_sha256: SHA,
    source: "original",
    fix_id: null,
    parent_id: null,
    health: "failing",
    created_at: AT,
    started_at: AT,
    stopped_at: null,
    live_since: AT,
    ...changes,
  };
}

export const testProof: Proof = {
  reproduced: true,
  failure_seen: { symbol: "NEWUSDT", message: "panic", line: 1, source: "return *rsi < 30" },
  compiles: true,
  crash_input_passes: true,
  replayed: 25,
  captured: 1,
  others_from: "executor",
  failing: [],
  healthy: { inputs: 20, equal: 20, changed: [] },
  suppression: [],
  p95_ms: 0.4,
  fuel: 1200,
  verdict: "validated",
  failure: null,
};

export function testFix(changes: Partial<Fix> = {}): Fix {
  return {
    id: "fix",
    trader_id: "trader",
    incident_id: "incident",
    base_version_id: "v1",
    status: "proposed",
    attempt: 1,
    origin: "rules",
    reason: null,
    reason_detail: null,
    code: "return rsi != nil && *rsi < 30",
    series_code: null,
    code_sha256: "b".repeat(64),
    diff: null,
    validated: true,
    validation: testProof,
    model: null,
    prompt_version: null,
    trace_url: null,
    tokens: 0,
    cost_usd: 0,
    root_cause: null,
    explanation: null,
    what_changed: [],
    hint: null,
    next_attempt_at: AT,
    decided_at: null,
    decision_reason: null,
    created_at: AT,
    updated_at: AT,
    ...changes,
  };
}

export function testDeployment(changes: Partial<Deployment> = {}): Deployment {
  return {
    id: "deployment",
    trader_id: "trader",
    version_id: "v2",
    version: 2,
    code_sha256: "b".repeat(64),
    fix_id: "fix",
    status: "deployed",
    reason: null,
    error: null,
    next: "watch",
    attempts: 1,
    next_attempt_at: AT,
    live_since: AT,
    confirmed_at: AT,
    watch_until: AT,
    is_automatic: false,
    is_validated: true,
    request_reason: null,
    created_at: AT,
    ...changes,
  };
}

export function testPage(changes: Partial<IncidentPage> = {}): IncidentPage {
  return {
    incident: testIncident(),
    trader: { id: "trader", name: "Dip hunter", language: "go", enabled: true, strategy: null },
    may_act: true,
    max_attempts: 3,
    attempts_left: 3,
    failing: testVersion(),
    running: testVersion(),
    fixes: [],
    attempts: [],
    deployments: [],
    after: null,
    current: null,
    hours: [],
    errors: { items: [], next: null },
    ...changes,
  };
}
