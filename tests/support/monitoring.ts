// What ops/ holds for Prometheus and Grafana, and the names that its expressions ask for.
import { parse } from "yaml";
import * as z from "zod";

const FUNCTIONS = new Set([
  ...["abs", "absent", "histogram_quantile", "increase", "label_values", "max", "max_over_time", "min"],
  ...["min_over_time", "rate", "sum"],
]);
const WORDS = new Set(["and", "or", "unless", "by", "on", "without", "ignoring", "offset"]);

const ruleSchema = z.strictObject({
  alert: z.string().regex(/^Recovery[A-Z]\w+$/),
  expr: z.string().min(1),
  for: z.string().regex(/^\d+[smh]$/).optional(),
  labels: z.strictObject({ severity: z.enum(["critical", "warning", "info"]) }),
  annotations: z.strictObject({ summary: z.string().min(10), runbook_url: z.string() }),
});

const rulesSchema = z.strictObject({
  groups: z.array(z.strictObject({
    name: z.string(),
    interval: z.string().regex(/^\d+[smh]$/),
    rules: z.array(ruleSchema).min(1),
  })).length(1),
});

const dataSourceSchema = z.strictObject({ type: z.literal("prometheus"), uid: z.literal("${datasource}") });

const panelSchema = z.object({
  id: z.int(),
  type: z.enum(["row", "stat", "table", "timeseries"]),
  title: z.string().min(1),
  gridPos: z.strictObject({ x: z.int().min(0), y: z.int().min(0), w: z.int().max(24), h: z.int().min(1) }),
  datasource: dataSourceSchema.optional(),
  targets: z.array(z.object({ refId: z.string(), expr: z.string().min(1), datasource: dataSourceSchema }))
    .optional(),
});

const dashboardSchema = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.int().min(39),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(panelSchema).min(1),
});

export type Rule = z.infer<typeof ruleSchema>;
export type Dashboard = z.infer<typeof dashboardSchema>;

export async function readRules(): Promise<Rule[]> {
  const { groups } = rulesSchema.parse(parse(await Deno.readTextFile("ops/prometheus/alerts.yml")));
  return groups.flatMap(({ rules }) => rules);
}

export async function readDashboard(): Promise<Dashboard> {
  return dashboardSchema.parse(
    JSON.parse(await Deno.readTextFile("ops/grafana/trader-error-recovery.json")),
  );
}

/** Of all rules and panels. */
export async function readExpressions(): Promise<string[]> {
  const [rules, { panels }] = await Promise.all([readRules(), readDashboard()]);
  return [
    ...rules.map(({ expr }) => expr),
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ];
}

export interface Asked {
  metrics: string[];
  labels: string[];
}

/** The metrics and labels in an expression. Fails on a function or a character that it does not know, and on brackets that do not match. */
export function askedBy(expression: string): Asked {
  const labels = new Set<string>();
  const outside = expression
    .replace(/\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\}/g, (_, selectors: string) => {
      const rest = selectors.replace(/([a-z_]\w*)\s*(?:=~|!~|!=|=)\s*"(?:[^"\\]|\\.)*"/g, (_match, label) => {
        labels.add(label);
        return "";
      });
      if (/[^,\s]/.test(rest)) throw new Error(`${expression}: ${selectors} selects nothing`);
      return "";
    })
    .replace(/\b(?:by|on|without|ignoring)\s*\(([^()]*)\)/g, (_, list: string) => {
      for (const label of list.split(",").map((word) => word.trim())) labels.add(label);
      return "";
    })
    .replace(/\[(?:\d+[smhd]|\$__rate_interval)\]|\boffset \d+[smhd]/g, "");
  checkBrackets(outside, expression);
  const metrics = new Set<string>();
  for (const [, word = "", bracket] of outside.matchAll(/(?<![\w.])([a-zA-Z_]\w*)\s*(\()?/g)) {
    if (bracket === undefined && !WORDS.has(word)) metrics.add(word);
    if (bracket !== undefined && !FUNCTIONS.has(word) && !WORDS.has(word)) {
      throw new Error(`${expression}: ${word} is no known function`);
    }
  }
  return { metrics: [...metrics], labels: [...labels] };
}

function checkBrackets(outside: string, expression: string): void {
  const strange = /[^\w\s().,<>=!*/+-]/.exec(outside)?.[0];
  if (strange !== undefined) throw new Error(`${expression}: ${strange} is out of place`);
  let depth = 0;
  for (const char of outside) {
    depth += char === "(" ? 1 : char === ")" ? -1 : 0;
    if (depth < 0) throw new Error(`${expression}: a bracket is closed that is not open`);
  }
  if (depth !== 0) throw new Error(`${expression}: a bracket stays open`);
}
