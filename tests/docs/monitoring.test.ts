// Alerts and dashboard of ops/: in form, each alert with its section in the runbooks, each problem with one alert.
import assert from "node:assert/strict";
import { parse } from "yaml";
import { problemsInSource } from "../../scripts/error-codes/of-reasons.ts";
import { DEFINITIONS } from "../../supabase/functions/metrics/definitions.ts";
import { askedBy, readDashboard, readExpressions, readRules, type Rule } from "../support/monitoring.ts";
import { anchorsOf } from "./pages.ts";

/** Of Prometheus itself, of the example in scrape.yml, and of histograms. */
const OTHER_LABELS = ["job", "project", "le"];

const rules = await readRules();
const problems = [...await problemsInSource(), "secrets_missing"];

/** Whether an alert on problems is about this one, as Prometheus reads its selector: anchored. */
function isAbout({ expr }: Rule, code: string): boolean {
  const [, not, pattern] = /^recovery_problem\{code(=~|!~)"([^"]+)"\} == 1$/.exec(expr) ?? [];
  return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(code) === (not === "=~");
}

function anchorsFor(rule: Rule): string[] {
  const [page, anchor = ""] = rule.annotations.runbook_url.split("#");
  assert.equal(page, "docs/runbooks.md");
  if (!anchor.includes("{{")) return [anchor];
  assert.equal(anchor, "{{ $labels.code }}");
  return problems.filter((code) => isAbout(rule, code));
}

Deno.test("every alert has a name of its own and a section in docs/runbooks.md that exists", async () => {
  assert.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length);
  const sections = anchorsOf(await Deno.readTextFile("docs/runbooks.md"));
  for (const rule of rules) {
    const anchors = anchorsFor(rule);
    assert.ok(anchors.length > 0, rule.alert);
    assert.deepEqual(anchors.filter((anchor) => !sections.has(anchor)), [], rule.alert);
  }
});

Deno.test("every section of docs/runbooks.md about an alert has the four answers, and its alert", async () => {
  const told = new Set(rules.flatMap(anchorsFor));
  const sections = (await Deno.readTextFile("docs/runbooks.md")).split(/^### /m).slice(1);
  assert.equal(sections.length, told.size);
  for (const section of sections) {
    const [heading = ""] = section.split("\n");
    assert.ok(told.has(heading.replaceAll("`", "").toLowerCase()), heading);
    for (const answer of ["What it means", "See", "Do", "Over"]) {
      assert.match(section, new RegExp(`^\\*\\*${answer}\\*\\* \\S`, "m"), heading);
    }
  }
});

Deno.test("every problem of recovery_health() has exactly one alert", () => {
  assert.ok(problems.length > 10);
  for (const code of problems) {
    assert.equal(rules.filter((rule) => isAbout(rule, code)).length, 1, code);
  }
});

Deno.test("alerts and dashboard select by labels that the metrics have", async () => {
  for (const expression of await readExpressions()) {
    const { metrics, labels } = askedBy(expression);
    const known = metrics.flatMap((name) => DEFINITIONS[name]?.labels ?? []);
    assert.deepEqual(labels.filter((label) => ![...known, ...OTHER_LABELS].includes(label)), [], expression);
  }
});

Deno.test("the dashboard reads every metric, from a data source that is chosen, and no panel lies on another", async () => {
  const { panels, templating } = await readDashboard();
  assert.deepEqual(templating.list.map(({ name, type }) => [name, type]), [
    ["datasource", "datasource"],
    ["project", "query"],
  ]);
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, at) => `${x + at % w},${y + Math.floor(at / w)}`)
  );
  assert.equal(new Set(cells).size, cells.length);
  const asked = new Set(
    panels.flatMap(({ targets = [] }) => targets).flatMap(({ expr }) => askedBy(expr).metrics)
      .map((name) => name.replace(/_(?:bucket|sum|count)$/, "")),
  );
  assert.deepEqual(Object.keys(DEFINITIONS).filter((name) => !asked.has(name)), []);
});

Deno.test("the example for Prometheus asks the endpoint with a token from a file, under the job of the alerts", async () => {
  const { scrape_configs: [job], rule_files } = parse(
    await Deno.readTextFile("ops/prometheus/scrape.yml"),
  );
  assert.deepEqual(rule_files, ["alerts.yml"]);
  assert.equal(job.metrics_path, "/functions/v1/metrics");
  assert.equal(job.authorization.type, "Bearer");
  assert.ok(job.authorization.credentials_file);
  assert.ok(
    rules.some(({ expr }) => expr.includes(`up{job="${job.job_name}"}`)),
  );
});

Deno.test("the names in an expression are found, and what is none is refused", () => {
  assert.deepEqual(
    askedBy('sum by (a, b) (rate(x_total{c="}\\"",d!~"y(z"}[5m] offset 1h)) > 0.5 and on (e) up == 1e3'),
    { metrics: ["x_total", "up"], labels: ["c", "d", "a", "b", "e"] },
  );
  for (const wrong of ["rat(x[5m])", "sum(x", "x)", "x{y}", "x[5]", "sum(x) # y"]) {
    assert.throws(() => askedBy(wrong), Error, wrong);
  }
});
