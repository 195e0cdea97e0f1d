// Reads the text format of Prometheus as a scraper does, and refuses what it would refuse.
import assert from "node:assert/strict";

interface Read {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface Samples {
  all: Read[];
  /** The sum of the samples of this name whose labels have these values. */
  sum(name: string, labels?: Record<string, string>): number;
}

const LINE =
  /^([a-z_:]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)*)\})? (-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf|NaN))$/i;

/** Fails on a line that is none, on a sample without a type, on a metric without help, on one that comes twice, and on buckets that go down. */
export function samplesOf(text: string): Samples {
  assert.ok(text.endsWith("\n"));
  const types = new Map(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = "", type = ""]) => [name, type]),
  );
  const all = text.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map(read);
  const keys = all.map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`);
  assert.equal(new Set(keys).size, keys.length, "a sample comes twice");
  const helped = new Set([...text.matchAll(/^# HELP (\w+) \S/gm)].map(([, name]) => name));
  assert.deepEqual([...types.keys()].filter((name) => !helped.has(name)), [], "metrics without help");
  for (const { name } of all) {
    const base = types.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, "");
    assert.ok(types.has(base), `${name} has no type`);
  }
  for (const [name, type] of types) {
    if (type !== "histogram") continue;
    const buckets = all.filter((sample) => sample.name === `${name}_bucket`).map(({ value }) => value);
    assert.deepEqual(buckets, buckets.toSorted((a, b) => a - b), `${name} goes down`);
  }
  return {
    all,
    sum: (name, labels = {}) =>
      all.filter((sample) =>
        sample.name === name &&
        Object.entries(labels).every(([label, value]) => sample.labels[label] === value)
      ).reduce((sum, { value }) => sum + value, 0),
  };
}

function read(line: string): Read {
  const [, name = "", labels = "", value = ""] = LINE.exec(line) ?? assert.fail(`no sample: ${line}`);
  return {
    name,
    labels: Object.fromEntries(
      [...labels.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = "", text = ""]) => [key, text]),
    ),
    value: Number(value),
  };
}
