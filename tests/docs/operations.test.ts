// Dashboard, alerts and runbooks speak of metrics that the endpoint defines, and of each other.
import assert from "node:assert/strict";
import { parse } from "yaml";
import { z } from "zod";
import { DEFINITIONS } from "../../supabase/functions/metrics/definitions.ts";

const alertsSchema = z.strictObject({
  groups: z.array(z.strictObject({
    name: z.string(),
    rules: z.array(z.strictObject({
      alert: z.string().regex(/^[A-Z]\w+$/),
      expr: z.string(),
      for: z.string().regex(/^\d+[smh]$/).optional(),
      labels: z.strictObject({ severity: z.enum(["critical", "warning"]) }),
      annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
    })),
  })),
});
const dashboardSchema = z.looseObject({
  schemaVersion: z.int(),
  panels: z.array(z.looseObject({
    id: z.int(),
    gridPos: z.strictObject({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
    targets: z.array(z.looseObject({ expr: z.string() })).min(1),
  })),
});

const alerts = alertsSchema.parse(parse(await Deno.readTextFile("ops/prometheus/alerts.yml")));
const rules = alerts.groups.flatMap((group) => group.rules);
const dashboard = dashboardSchema.parse(
  JSON.parse(await Deno.readTextFile("ops/grafana/trader-error-recovery.json")),
);
const runbooks = await Deno.readTextFile("docs/runbooks.md");

/** What PromQL has of its own, besides names of metrics and labels. */
const WORDS = new Set([
  "rate",
  "increase",
  "delta",
  "sum",
  "by",
  "histogram_quantile",
  "absent",
  "and",
  "offset",
]);

/** Names of metrics in an expression: not its words, its strings, or what stands in braces and after `by`. */
function metricsIn(expr: string): string[] {
  const bare = expr.replaceAll(/"[^"]*"/g, "").replaceAll(/\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)/g, " ");
  return [...bare.matchAll(/[a-z_]{3,}/g)].map(([name]) => name).filter((name) => !WORDS.has(name));
}

/** As the endpoint shows it: a histogram has three names. */
function isShown(name: string): boolean {
  const base = name.replace(/_(?:bucket|sum|count)$/, "");
  return DEFINITIONS[base]?.type === "histogram" ? base !== name : name in DEFINITIONS;
}

Deno.test("alerts and dashboard ask for metrics that are shown", () => {
  const asked = [
    ...rules.map(({ expr }) => expr),
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ].flatMap(metricsIn);
  assert.ok(asked.length > 30);
  assert.deepEqual(asked.filter((name) => !isShown(name)), []);
});

Deno.test("every metric stands in the dashboard", () => {
  const asked = new Set(
    dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)))
      .map((name) => name.replace(/_bucket$/, "")),
  );
  assert.deepEqual(Object.keys(DEFINITIONS).filter((name) => !asked.has(name)), []);
});

Deno.test("panels of the dashboard lie beside each other, not over each other", () => {
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
    assert.ok(x + w <= 24);
    return Array.from({ length: w * h }, (_, at) => `${x + at % w},${y + Math.floor(at / w)}`);
  });
  assert.equal(new Set(cells).size, cells.length);
});

Deno.test("every alert has a runbook, and every runbook an alert", () => {
  const headings = [...runbooks.matchAll(/^## (\w+)$/gm)].map(([, name = ""]) => name);
  assert.deepEqual(headings.toSorted(), rules.map(({ alert }) => alert).toSorted());
  for (const { alert, annotations } of rules) {
    assert.equal(annotations.runbook, `docs/runbooks.md#${alert.toLowerCase()}`);
  }
});

Deno.test("every problem that the project names is alerted, but for what an operator may do without", () => {
  const errors = /## What `recovery_health\(\)` calls a problem\n([^]*)/.exec(
    Deno.readTextFileSync("docs/errors.md"),
  )?.[1] ?? "";
  const codes = [...errors.matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm)].flatMap(([, list = ""]) =>
    list.match(/\w+/g) ?? []
  );
  const left =
    /code!~"([^"]+)"/.exec(rules.find(({ alert }) => alert === "RecoveryProblem")?.expr ?? "")?.[1]?.split(
      "|",
    ) ?? [];
  assert.ok(codes.length > 8 && left.every((code) => codes.includes(code)), left.join());
  const own: Record<string, string> = {
    queue_late: "RecoveryQueueLate",
    dead_letters: "RecoveryDeadLetters",
    systemic_fault: "RecoverySystemicFault",
    sweeper_silent: "RecoverySweeperSilent",
  };
  const optional = ["email_not_configured", "operator_webhook_not_configured"];
  assert.deepEqual(left.filter((code) => !(code in own) && !optional.includes(code)), []);
  for (const alert of Object.values(own)) assert.ok(rules.some((rule) => rule.alert === alert));
});
