// What goes wrong around the traders within the hour: the market data, then the functions, each for two simulated minutes.
const OUTAGE_MINUTES = 2;
/** Too short a stretch shows the ordinary course alone. */
const LEAST_MINUTES = 20;

export interface Faults {
  marketOutage: boolean;
  unreachable: boolean;
  /** Once, as the outage begins. */
  functionsDie: boolean;
}

export function faultsAt(minute: number, minutes: number): Faults {
  if (minutes < LEAST_MINUTES) return { marketOutage: false, unreachable: false, functionsDie: false };
  const within = (from: number): boolean => minute >= from && minute < from + OUTAGE_MINUTES;
  const outage = Math.floor(minutes * 0.7);
  return {
    marketOutage: within(Math.floor(minutes / 2)),
    unreachable: within(outage),
    functionsDie: minute === outage,
  };
}
