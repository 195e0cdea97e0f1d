import type { RepairRequest } from "../../supabase/functions/regenerate-filter/repair-request.ts";

/** A true-to-life request: an average that is nil on a newly listed symbol. */
export function repairRequest(changes: Partial<RepairRequest> = {}): RepairRequest {
  return {
    traderName: "Golden cross",
    strategy: "Tell me when the fast average rises above the slow one on the 5 minute chart.",
    component: "filter",
    code:
      `k := data.Klines["5m"]\nfast := indicators.CalculateMA(k, 9)\nslow := indicators.CalculateMA(k, 50)\nreturn *fast > *slow`,
    error: {
      type: "runtime",
      message: "panic: reflect: call of reflect.Value.Float on zero Value",
      stack: "goroutine 1 [running]:\ninterp.runCfg(...)",
      line: 4,
    },
    inputShape: "NEWUSDT: 5m 10 candles",
    earlier: [],
    ...changes,
  };
}
