// Which code is running. It is kept in memory: stored code that changed is not run before a reload, as in production.
import type { SupabaseClient } from "@supabase/supabase-js";
import { checkFilter } from "../../supabase/functions/_shared/filter-runtime/filter-runtime.ts";
import type { Component } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import type { ReloadOutcome } from "./routes.ts";
import type { RunningTrader } from "./running-trader.ts";
import { readTrader, readTraders } from "./trader-store.ts";

export interface TraderMemoryOptions {
  client: SupabaseClient;
  ownerId: string;
  log: (line: string) => void;
}

export class TraderMemory {
  readonly #options: TraderMemoryOptions;
  readonly #running = new Map<string, RunningTrader>();

  constructor(options: TraderMemoryOptions) {
    this.#options = options;
  }

  ids(): string[] {
    return [...this.#running.keys()];
  }

  get(id: string): RunningTrader | undefined {
    return this.#running.get(id);
  }

  /** What is stored runs, also code that does not compile: that shows, and is reported, when it is run. */
  async load(signal: AbortSignal): Promise<void> {
    const { client, ownerId, log } = this.#options;
    const { traders, unreadable } = await readTraders(client, ownerId, signal);
    for (const trader of traders) this.#running.set(trader.id, trader);
    for (const { id, why } of unreadable) log(`trader ${id} does not run, its filter cannot be read: ${why}`);
  }

  /** New code replaces the running one only if it compiles. */
  async reload(id: string, signal: AbortSignal): Promise<ReloadOutcome> {
    const { client, ownerId, log } = this.#options;
    const trader = await readTrader(client, ownerId, id, signal);
    if (!trader) {
      this.#running.delete(id);
      return { kind: "unknown" };
    }
    const message = await compileError("filter", trader.code) ??
      await compileError("series", trader.seriesCode);
    if (message !== undefined) return { kind: "invalid", message };
    this.#running.set(id, trader);
    log(`reloaded ${trader.name}, now running ${trader.codeSha256.slice(0, 12)}`);
    return { kind: "reloaded", name: trader.name, codeSha256: trader.codeSha256 };
  }
}

async function compileError(component: Component, code: string): Promise<string | undefined> {
  if (component === "series" && code === "") return undefined;
  const { ok, errors } = await checkFilter(code, component);
  return ok ? undefined : `code validation failed: ${errors.map(({ message }) => message).join("; ")}`;
}
