// Runs traders on a thread of their own: a filter that does not end holds its thread for a second per symbol, and the
// embedded Supabase shares the executor's process.
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import type { TraderRun } from "./run-trader.ts";
import type { RunningTrader } from "./running-trader.ts";

export interface RunRequest {
  trader: RunningTrader;
  inputs: MarketData[];
}

export type RunAnswer = { run: TraderRun } | { error: string };

export class FilterThread implements Disposable {
  readonly #worker = new Worker(new URL("./filter-worker.ts", import.meta.url), { type: "module" });

  /** One run at a time. An aborted run goes on until the thread is disposed of. */
  async run(request: RunRequest, signal: AbortSignal): Promise<TraderRun> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<RunAnswer>();
    const stop = (): void => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    this.#worker.onmessage = ({ data }: MessageEvent<RunAnswer>): void => resolve(data);
    this.#worker.onerror = (event): void => {
      event.preventDefault();
      reject(new Error(`The filters' thread ended: ${event.message}`));
    };
    this.#worker.postMessage(request);
    try {
      const answer = await promise;
      if ("error" in answer) throw new Error(`Cannot run ${request.trader.name}: ${answer.error}`);
      return answer.run;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}
