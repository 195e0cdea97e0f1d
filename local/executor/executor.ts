// The demo executor: plays the part of one user's Go executor with the runtime that the functions use.
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { type Counts, Reporter } from "../../clients/typescript/mod.ts";
import type { CandleSource } from "../candles/candle-source.ts";
import { toEvents } from "./error-events.ts";
import { FilterThread } from "./filter-thread.ts";
import { errorMessage } from "../log.ts";
import { gatherMarketData } from "./market-data.ts";
import { serveLocally } from "./local-server.ts";
import { identifyCaller } from "./reload-caller.ts";
import { createHandler } from "./routes.ts";
import type { TraderRun } from "./run-trader.ts";
import { TraderMemory } from "./trader-memory.ts";

export interface ExecutorOptions {
  supabaseUrl: string;
  /** An executor holds no secret key: it reads with its owner's session. */
  publishableKey: string;
  email: string;
  password: string;
  functionsUrl: string;
  recordErrorSecret: string;
  executorToken: string;
  port: number;
  candles: CandleSource;
  log: (line: string) => void;
  onRun?: (run: TraderRun) => void;
  signal: AbortSignal;
}

export interface TickReport {
  symbols: number;
  runs: TraderRun[];
}

export interface Executor {
  url: string;
  ownerId: string;
  counts: Readonly<Counts>;
  /** What a trader is called; its id if it does not run here. */
  nameOf(traderId: string): string;
  /** Runs every trader over every symbol once and reports the failures. Not to be called while it runs. */
  tick(): Promise<TickReport>;
  close(): Promise<void>;
}

// A trader whose errors nobody takes does not hold the others up for longer; they are sent later.
const flushMs = 10_000;
const closeMs = 2_000;

export async function startExecutor(options: ExecutorOptions): Promise<Executor> {
  const { candles, executorToken, functionsUrl, log, port, recordErrorSecret, signal } = options;
  const { client, ownerId } = await signIn(options);
  const memory = new TraderMemory({ client, ownerId, log });
  await memory.load(signal);

  const reporter = new Reporter({
    url: `${functionsUrl}/record-error`,
    secret: recordErrorSecret,
    executorVersion: "demo",
    machineId: "local",
    log,
  });
  const server = serveLocally(
    port,
    "--executor-port",
    createHandler({
      candles,
      identify: (request) => identifyCaller(request, { client, ownerId, executorToken }),
      reload: (traderId, signal) => memory.reload(traderId, signal),
    }),
  );
  const thread = new FilterThread();

  return {
    url: server.url,
    ownerId,
    counts: reporter.counts,
    nameOf: (traderId) => memory.get(traderId)?.name ?? traderId,
    async tick(): Promise<TickReport> {
      const occurredAt = new Date().toISOString();
      const { inputs, missing } = await gatherMarketData(candles, occurredAt, signal);
      const runs: TraderRun[] = [];
      for (const id of memory.ids()) {
        // Read when its turn comes: a reload in the middle of a tick counts at once.
        const trader = memory.get(id);
        if (!trader) continue;
        const run = await thread.run({ trader, inputs }, signal);
        run.failures.push(...missing);
        for (const event of toEvents(run, inputs, occurredAt)) reporter.report(event);
        // At once: the next trader may take its time.
        await flush(reporter, signal);
        runs.push(run);
        options.onRun?.(run);
      }
      return { symbols: inputs.length, runs };
    },
    async close(): Promise<void> {
      thread[Symbol.dispose]();
      await reporter.close(AbortSignal.timeout(closeMs)).catch((error) => log(errorMessage(error)));
      await client.auth.stopAutoRefresh();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function flush(reporter: Reporter, signal: AbortSignal): Promise<void> {
  await reporter.flush(AbortSignal.any([signal, AbortSignal.timeout(flushMs)])).catch(() => {
    signal.throwIfAborted();
  });
}

async function signIn(options: ExecutorOptions): Promise<{ client: SupabaseClient; ownerId: string }> {
  const { supabaseUrl, publishableKey, email, password } = options;
  const client = createClient(supabaseUrl, publishableKey, { auth: { persistSession: false } });
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  if (error) {
    throw new Error(`Cannot sign the executor in as ${email}: ${error.message}`, { cause: error });
  }
  return { client, ownerId: data.user.id };
}
