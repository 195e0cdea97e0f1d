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
    statement?: FailingStatement;
  };
  /** Such as "NEWUSDT: 5m 10 candles, 1h none". */
  inputShape: string;
  /** Candidates that did not become the trader's code, oldest first. */
  earlier: EarlierAttempt[];
  /** What the trader's owner wants a new attempt to know. */
  hint?: string;
}

/** Where the failing component stopped, found by running it on the failing input. */
export interface FailingStatement {
  /** Both counted from 1 in the component's own code. */
  line: number;
  column: number;
  /** That line of the code. */
  source: string;
  /** A sentence for people who read no Go. */
  explanation?: string;
  /** What the statement was about to use; none of a compile error or a time-out. */
  values: { name: string; value: string }[];
}

export interface EarlierAttempt {
  /** Failed in validation, or declined by the trader's owner. */
  kind: "failed" | "rejected";
  code: string;
  /** Why; the owner's own words, which may be none, of one that was declined. */
  failure: string;
}
