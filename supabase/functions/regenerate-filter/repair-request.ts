/** What the model is told about one failing trader. */
export interface RepairRequest {
  traderName: string;
  /** In the user's own words. */
  strategy: string;
  /** Which of the two functions failed. */
  component: "filter" | "series";
  code: string;
  seriesCode?: string;
  error: {
    type: string;
    message: string;
    stack?: string;
    /** Counted from 1 in the failing component's own code. */
    line?: number;
  };
  /** Such as "NEWUSDT: 5m 10 candles, 1h none". */
  inputShape: string;
  /** Candidates that failed validation, oldest first. */
  earlier: { code: string; failure: string }[];
}
