import assert from "node:assert/strict";
import { openGeneratorSource } from "../../local/candles/generator-source.ts";
import { describeChanges } from "../../local/demo/describe-changes.ts";
import {
  emptyState,
  type Fix,
  type Incident,
  type LoopState,
  type Notification,
} from "../../local/demo/loop-state.ts";
import { acceptable, stillGoing } from "../../local/demo/settled.ts";
import { type Evidence, summarise } from "../../local/demo/summary.ts";
import type { Failure } from "../../local/executor/failure.ts";
import type { TraderRun } from "../../local/executor/run-trader.ts";

const oldHash = "a".repeat(64);
const newHash = "b".repeat(64);

const incident: Incident = {
  id: "incident",
  trader_id: "trader",
  component: "filter",
  error_type: "compile",
  attribution: "code",
  status: "resolved",
  summary: "The filter calls a function that does not exist.",
  error_message: "failed to compile filter code: ...",
  created_at: "2026-02-28T10:00:00+00:00",
  resolved_at: "2026-02-28T10:00:08.5+00:00",
};
const fix: Fix = {
  id: "fix",
  trader_id: "trader",
  incident_id: "incident",
  status: "accepted",
  origin: "rules",
  validated: true,
  code_sha256: newHash,
  explanation: "Uses a function that exists.",
  reason: null,
  reason_detail: null,
  updated_at: "2026-02-28T10:00:02.25+00:00",
};
const notification: Notification = {
  id: "notification",
  trader_id: "trader",
  kind: "incident_detected",
  title: '"Cross" is failing',
  email_status: "sent",
  email_error: null,
  updated_at: "2026-02-28T10:00:01+00:00",
};
const deployment = {
  id: "deployment",
  trader_id: "trader",
  status: "deployed",
  error: null,
  updated_at: "2026-02-28T10:00:09+00:00",
};
const failure: Failure = {
  component: "filter",
  errorType: "compile",
  message: "failed",
  symbol: "ALPHAUSDT",
};

function run(codeSha256: string, failures: Failure[]): TraderRun {
  const trader = {
    id: "trader",
    name: "Cross",
    code: "",
    seriesCode: "",
    codeSha256,
    requiredTimeframes: [],
  };
  return { trader, failures, matched: [], durationMs: 1 };
}

function evidence(changes: Partial<Evidence> = {}, rows: Partial<LoopState> = {}): Evidence {
  return {
    candles: openGeneratorSource(),
    counts: { posted: 2, accepted: 2, duplicates: 0, rejected: 0, dropped: 0 },
    history: { rows: 1, occurrences: 2 },
    state: {
      incidents: [incident],
      fixes: [fix],
      notifications: [notification],
      deployments: [deployment],
      ...rows,
    },
    before: [run(oldHash, [failure, failure])],
    after: [run(newHash, [])],
    seconds: 1.5,
    ...changes,
  };
}

Deno.test("summary is ok when every error is accounted for and every accepted fix runs clean", () => {
  const { summary, problems } = summarise(evidence());
  assert.deepEqual(problems, []);
  const { candles, ...rest } = summary;
  assert.deepEqual(rest, {
    ok: true,
    traders: 1,
    errors_posted: 2,
    history_rows: 1,
    incidents: 1,
    notifications: 1,
    emails: 1,
    fixes: { queued: 1, proposed: 1, validated: 1, held: 0, failed: 0 },
    applied: 1,
    deployments: { deployed: 1, failed: 0 },
    clean_after_deploy: 1,
    seconds: 1.5,
  });
  assert.equal(candles.source, "generator");
});

const held: Fix = {
  ...fix,
  id: "held",
  incident_id: "second",
  status: "held",
  validated: false,
  reason: "llm_not_configured",
};

Deno.test("summary is ok when a fix is held because no language model is configured", () => {
  const state = {
    fixes: [fix, held],
    incidents: [incident, { ...incident, id: "second", status: "open", error_type: "timeout" }],
  };
  const timeout: Failure = { ...failure, errorType: "timeout" };
  const { summary } = summarise(evidence({ before: [run(oldHash, [failure, timeout])] }, state));
  assert.ok(summary.ok);
  assert.equal(summary.fixes.held, 1);
});

const spoiled: [string, RegExp, Evidence][] = [
  [
    "an error is missing from the history",
    /history stands for 1/,
    evidence({ history: { rows: 1, occurrences: 1 } }),
  ],
  [
    "an error was rejected",
    /1 errors were refused/,
    evidence({
      counts: { posted: 2, accepted: 1, duplicates: 0, rejected: 1, dropped: 0 },
    }),
  ],
  [
    "a fault has two incidents",
    /has the faults/,
    evidence({}, { incidents: [incident, { ...incident, id: "twin" }] }),
  ],
  ["a fault has no incident", /has the faults/, evidence({}, { incidents: [] })],
  ["a fix fails after its reload", /Cross still fails/, evidence({ after: [run(newHash, [failure])] })],
  [
    "the executor still runs the old code",
    /does not run every accepted fix/,
    evidence({ after: [run(oldHash, [])] }),
  ],
  ["nothing was accepted", /no fix was accepted/, evidence({}, { fixes: [{ ...fix, status: "rejected" }] })],
  [
    "a fix could not be made",
    /is unfixable/,
    evidence({}, { fixes: [fix, { ...held, status: "unfixable" }] }),
  ],
  [
    "a fix is held for another reason",
    /held: systemic/,
    evidence({}, { fixes: [fix, { ...held, reason: "systemic" }] }),
  ],
  [
    "a deployment failed",
    /deployment deployment failed/,
    evidence({}, { deployments: [{ ...deployment, status: "failed" }] }),
  ],
  [
    "an e-mail failed",
    /was not sent/,
    evidence({}, { notifications: [{ ...notification, email_status: "failed" }] }),
  ],
  [
    "an e-mail is still waiting",
    /not finished in time/,
    evidence({}, {
      notifications: [{ ...notification, email_status: "pending" }],
    }),
  ],
];

for (const [what, problem, given] of spoiled) {
  Deno.test(`summary is not ok when ${what}`, () => {
    const { summary, problems } = summarise(given);
    assert.ok(!summary.ok);
    assert.match(problems.join("\n"), problem);
  });
}

Deno.test("the loop is at rest when nothing is queued, on its way or unsent", () => {
  assert.deepEqual(stillGoing(evidence().state), []);
  const open = { ...incident, status: "open" };
  assert.deepEqual(stillGoing({ ...emptyState, incidents: [open] }), ["1 x incident without a fix"]);
  assert.deepEqual(stillGoing({ ...emptyState, incidents: [{ ...open, attribution: "data" }] }), []);
  assert.deepEqual(stillGoing({ ...emptyState, fixes: [{ ...fix, status: "generating" }] }), [
    "1 x fix in the making",
  ]);
});

Deno.test("only proposed fixes with a proof are acceptable", () => {
  const proposed: Fix = { ...fix, status: "proposed" };
  const state = { ...emptyState, fixes: [proposed, { ...proposed, validated: false }, fix, held] };
  assert.deepEqual(acceptable(state), [proposed]);
});

Deno.test("changes are told once, in words, in the order in which they happened", () => {
  const { state } = evidence({}, {
    incidents: [{ ...incident, status: "open", resolved_at: null }],
    fixes: [{ ...fix, status: "proposed" }],
  });
  const told = describeChanges(emptyState, state, () => "Cross");
  assert.deepEqual(told, [
    "incident   Cross · The filter calls a function that does not exist.",
    'e-mail     "Cross" is failing · sent',
    "proposed   Cross · by rule, validated: Uses a function that exists.",
    "deployed   Cross · the executor runs the new code",
  ]);
  assert.deepEqual(describeChanges(state, state, () => "Cross"), []);
});
