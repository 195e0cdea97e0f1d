// What a seeded trader is made of: as much as a user of the platform would have stored.

export interface DemoTrader {
  name: string;
  description: string;
  /** What the trader asked for, in their own words. */
  strategy: string;
  filter: {
    /** Body of `evaluate(data *types.MarketData) bool`. */
    code: string;
    /** Body of `calculateSeries(data *types.MarketData) map[string]interface{}`. */
    seriesCode?: string;
    requiredTimeframes: string[];
    indicators: { id: string; name: string; chartType: "line" | "bar" }[];
    /** The conditions one by one, as the platform shows them. */
    description: string[];
  };
  /** Some writers stored the filter as a JSON string that holds JSON; readers must cope with it. */
  doubleEncoded?: true;
}
