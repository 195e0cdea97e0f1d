// Decides where the demo's candles come from: a folder if one is named, else the exchange if it answers, else invented.
import type { CandleSource } from "./candle-source.ts";
import { type ExchangeOptions, openExchangeSource } from "./exchange-source.ts";
import { openFolderSource } from "./folder-source.ts";
import { openGeneratorSource } from "./generator-source.ts";
import { withNewListing } from "./new-listing.ts";

export interface ChooseOptions {
  candlesDir?: string | undefined;
  exchange?: Omit<ExchangeOptions, "signal">;
  /** How long the exchange may take to answer. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** A folder that is named but unusable is an error; an exchange that does not answer is only a reason to go on. */
export async function chooseCandleSource(options: ChooseOptions = {}): Promise<CandleSource> {
  const { candlesDir, exchange, timeoutMs = 3_000, signal } = options;
  if (candlesDir) return withNewListing(await openFolderSource(candlesDir));

  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const deadline = signal ? AbortSignal.any([signal, limit]) : limit;
    return withNewListing(await openExchangeSource({ ...exchange, signal: deadline }));
  } catch (error) {
    signal?.throwIfAborted();
    const why = limit.aborted
      ? `did not answer within ${timeoutMs / 1000} s`
      : `is no help: ${firstLine(error)}`;
    return withNewListing(openGeneratorSource({ reason: `a seeded generator, because the exchange ${why}` }));
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1).join();
}
