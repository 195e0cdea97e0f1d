export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that this part of the values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

/** The median, the 95th percentile and the number of some times. */
export function spread(values: readonly number[]): { p50: number; p95: number; n: number } {
  return { p50: rounded(quantile(values, 0.5)), p95: rounded(quantile(values, 0.95)), n: values.length };
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
