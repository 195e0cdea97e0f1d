// The owners: some accept what is proposed after a few simulated minutes, and the executor takes the code over.
import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../../supabase/functions/_shared/errors.ts";
import type { LoadingExecutor } from "../deployments/loading-executor.ts";
import { ask, type SignedIn, signIn } from "../deployments/owners.ts";
import type { Owner } from "../latency/watcher.ts";
import type { BenchStack } from "../load/bench-stack.ts";

const LOOK_EVERY_MS = 500;
const ACCEPT_AFTER_MINUTES = 2;

export interface Accepted {
  trader_id: string;
  code_sha256: string;
  /** From the click to the executor's having the code, and to the answer. */
  loadedMs: number;
  answeredMs: number;
}

export class ActingOwners {
  readonly accepted: Accepted[] = [];
  readonly refused: string[] = [];
  readonly #seen = new Set<string>();
  readonly #signedIn = new Map<string, Promise<SignedIn>>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly bench: BenchStack,
    private readonly executor: LoadingExecutor,
    private readonly owners: ReadonlyMap<string, Owner>,
    private readonly accepting: ReadonlySet<string>,
    private readonly minuteMs: number,
  ) {}

  /** Looks for proposed repairs until the signal aborts, and then waits for what was begun. */
  async act(end: AbortSignal): Promise<void> {
    while (!end.aborted) {
      await this.#look(end);
      await delay(LOOK_EVERY_MS, undefined, { signal: end }).catch(() => {});
    }
    await Promise.all(this.#underWay);
  }

  async #look(end: AbortSignal): Promise<void> {
    const fixes = await this.bench.admin<
      { id: string; trader_id: string; user_id: string; code_sha256: string }[]
    >`
      select f.id, f.trader_id, f.user_id, f.code_sha256 from public.proposed_fixes as f where f.status = 'proposed'`;
    for (const fix of fixes) {
      if (this.#seen.has(fix.id) || !this.accepting.has(fix.trader_id)) continue;
      this.#seen.add(fix.id);
      const task = this.#accept(fix, end)
        .catch((error: unknown) => void this.refused.push(messageOf(error).slice(0, 200)))
        .finally(() => this.#underWay.delete(task));
      this.#underWay.add(task);
    }
  }

  async #accept(
    fix: { id: string; trader_id: string; user_id: string; code_sha256: string },
    end: AbortSignal,
  ): Promise<void> {
    await delay(ACCEPT_AFTER_MINUTES * this.minuteMs, undefined, { signal: end }).catch(() => {});
    if (end.aborted) return;
    const owner = this.owners.get(fix.user_id);
    if (owner === undefined) throw new Error(`The fix ${fix.id} must have an owner`);
    const signedIn = this.#signedIn.get(owner.id) ?? signIn(this.bench.stack, owner);
    this.#signedIn.set(owner.id, signedIn);
    const user = await signedIn;
    const loading = this.executor.nextLoad(fix.trader_id);
    loading.catch(() => {});
    const startedAt = performance.now();
    await ask(this.bench.stack, user, "apply-fix", {
      fix_id: fix.id,
      decision: "accept",
      code_sha256: fix.code_sha256,
    });
    const answeredMs = performance.now() - startedAt;
    const loaded = await loading;
    this.accepted.push({
      trader_id: fix.trader_id,
      code_sha256: loaded.codeSha256,
      loadedMs: loaded.at - startedAt,
      answeredMs,
    });
  }
}
