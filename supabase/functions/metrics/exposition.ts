// Prometheus text format 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats
import { type Definition, DEFINITIONS } from "./definitions.ts";
import type { Sample } from "./metrics.ts";

/** Samples as text. Every metric is named with what it is, also before there is a sample; names that have no definition are left out. */
export function exposition(samples: readonly Sample[]): string {
  const lines = Object.entries(DEFINITIONS).flatMap(([name, definition]) => [
    `# HELP ${name} ${escapeHelp(definition.help)}`,
    `# TYPE ${name} ${definition.type}`,
    ...(definition.type === "histogram" ? histogram(name, samples) : plain(name, definition, samples)),
  ]);
  return lines.map((line) => `${line}\n`).join("");
}

function plain(name: string, { startsAtZero }: Definition, samples: readonly Sample[]): string[] {
  const lines = samples.filter((sample) => sample.name === name).map(({ labels, value }) =>
    line(name, labels, value)
  );
  return lines.length === 0 && startsAtZero ? [line(name, {}, 0)] : lines;
}

/** What is counted by bucket is shown as Prometheus has it: each bucket with all below it. */
function histogram(name: string, samples: readonly Sample[]): string[] {
  const counts = samples.filter((sample) => sample.name === name).map(({ labels, value }) => ({
    le: boundOf(labels["le"] ?? ""),
    value,
  })).sort((a, b) => a.le - b.le);
  if (counts.length === 0) return [];
  const total = counts.reduce((sum, { value }) => sum + value, 0);
  let below = 0;
  const buckets = counts.filter(({ le }) => le !== Infinity).map(({ le, value }) =>
    line(`${name}_bucket`, { le: String(le) }, below += value)
  );
  const sum = samples.find((sample) => sample.name === `${name}_sum`)?.value ?? 0;
  return [
    ...buckets,
    line(`${name}_bucket`, { le: "+Inf" }, total),
    line(`${name}_sum`, {}, sum),
    line(`${name}_count`, {}, total),
  ];
}

function boundOf(text: string): number {
  return text === "+Inf" ? Infinity : Number(text);
}

function line(name: string, labels: Record<string, string>, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
}

function escapeLabel(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
