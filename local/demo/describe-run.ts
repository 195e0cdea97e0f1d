// Tells what running one trader over all symbols came to.
import type { TraderRun } from "../executor/run-trader.ts";

export function describeRun({ durationMs, failures, matched, trader }: TraderRun, symbols: number): string {
  const [first] = failures;
  const outcome = first
    ? `failed on ${failures.length} of ${symbols} symbols: ${first.message}`
    : `clean on ${symbols} symbols, ${matched.length === 0 ? "no match" : `matched ${matched.join(", ")}`}`;
  return `${"ran".padEnd(10)} ${trader.name} · ${outcome} (${durationMs} ms)`;
}
