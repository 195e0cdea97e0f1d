// The whole loop, once: fail, report, repair, accept, reload, run clean.
import type { TickReport } from "../executor/executor.ts";
import { acceptFix } from "./accept-fix.ts";
import type { DemoSession } from "./demo-session.ts";
import { countHistory, type LoopState } from "./loop-state.ts";
import { LoopWatcher } from "./loop-watcher.ts";
import { acceptable, stillGoing } from "./settled.ts";
import { summarise, type Summary } from "./summary.ts";

const settleMs = 60_000;

export async function runOnce(
  session: DemoSession,
  startedAt: number,
  signal: AbortSignal,
): Promise<{ summary: Summary; problems: string[] }> {
  const { candles, executor, log, user } = session;
  const watcher = new LoopWatcher({ client: user, nameOf: executor.nameOf, log, signal });
  const settle = (): Promise<LoopState> =>
    watcher.lookUntil((state) => stillGoing(state).length === 0, { withinMs: settleMs });

  const before = await tickWatched(session, watcher);
  const proposed = await settle();
  for (const fix of acceptable(proposed)) await acceptFix(user, fix, signal);
  await settle();

  const after = await tickWatched(session, watcher);
  return summarise({
    candles,
    counts: executor.counts,
    history: await countHistory(user, signal),
    // Looked at again: an error of repaired code would have opened an incident in the second tick.
    state: await settle(),
    before: before.runs,
    after: after.runs,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  });
}

/** What follows from the first failures happens while the last traders still run, so it is told then. */
async function tickWatched({ executor }: DemoSession, watcher: LoopWatcher): Promise<TickReport> {
  let isTicking = true;
  const tick = executor.tick().finally(() => {
    isTicking = false;
  });
  const [report] = await Promise.all([
    tick,
    watcher.lookUntil(() => !isTicking, { withinMs: Number.POSITIVE_INFINITY }),
  ]);
  return report;
}
