// The thread's own side of FilterThread.
/// <reference lib="deno.worker" />
import { errorMessage } from "../log.ts";
import type { RunAnswer, RunRequest } from "./filter-thread.ts";
import { runTrader } from "./run-trader.ts";

async function answer({ trader, inputs }: RunRequest): Promise<RunAnswer> {
  try {
    return { run: await runTrader(trader, inputs) };
  } catch (error) {
    return { error: errorMessage(error) };
  }
}

self.onmessage = async ({ data }: MessageEvent<RunRequest>): Promise<void> =>
  self.postMessage(await answer(data));
