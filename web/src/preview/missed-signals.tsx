import { type ReactNode, useId } from "react";
import type { Missed, Signal } from "../../../supabase/functions/preview-fix/answer.ts";
import { Notice } from "../ui/notice.tsx";
import { countOf } from "../words/numbers.ts";
import { shortTime } from "../words/time.ts";
import { gapWords } from "./words.ts";

/** What this code would have said yes to while the other failed. */
export function MissedSignals({ missed }: { missed: Missed }): ReactNode {
  const id = useId();
  const { from, to, complete, why_incomplete, signals } = missed;
  return (
    <section aria-labelledby={id} className="space-y-3">
      <h3 id={id} className="font-semibold">Signals missed while it failed</h3>
      <p className="text-sm">
        {signals.length === 0 ? "None found" : `${countOf(signals.length, "signal")} found`} from{" "}
        {shortTime(from)} to{" "}
        {shortTime(to)}. They are what this code would have matched where the running code failed. They are in
        the past and were never executed.
      </p>
      {!complete && (
        <Notice>
          {why_incomplete.length === 0
            ? "There may be more."
            : `There may be more: ${gapWords(why_incomplete)}.`}
        </Notice>
      )}
      {signals.length > 0 && (
        <div
          className="max-h-80 overflow-auto rounded-md border border-line"
          tabIndex={0}
          role="region"
          aria-label="Missed signals"
        >
          <table className="w-full text-left text-sm">
            <thead className="sticky top-0 bg-raised">
              <tr>
                {["Market", "From", "To", "Lasted", "Price"].map((name) => (
                  <th key={name} scope="col" className="px-3 py-2 font-medium">{name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {signals.map((signal) => <SignalRow key={`${signal.symbol} ${signal.from}`} signal={signal} />)}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function SignalRow({ signal }: { signal: Signal }): ReactNode {
  const { symbol, timeframe, from, to, candles, price } = signal;
  return (
    <tr className="border-t border-line whitespace-nowrap tabular-nums">
      <th scope="row" className="px-3 py-2 font-medium">{symbol}</th>
      <td className="px-3 py-2">{shortTime(from)}</td>
      <td className="px-3 py-2">{shortTime(to + 1)}</td>
      <td className="px-3 py-2">{countOf(candles, "candle")} of {timeframe}</td>
      <td className="px-3 py-2">
        {new Intl.NumberFormat(undefined, { maximumSignificantDigits: 6 }).format(price)}
      </td>
    </tr>
  );
}
