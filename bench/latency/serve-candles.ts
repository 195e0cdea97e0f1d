import type { CandleSource } from "../../local/candles/candle-source.ts";
import { type LocalServer, serveLocally } from "../../local/executor/local-server.ts";
import { createHandler } from "../../local/executor/routes.ts";

/** The executor, as far as a repair asks it: the candles of its symbols. */
export function serveCandles(candles: CandleSource): LocalServer {
  return serveLocally(
    0,
    "",
    createHandler({
      candles,
      identify: () => Promise.resolve("forbidden"),
      reload: () => Promise.resolve({ kind: "unknown" }),
    }),
  );
}
