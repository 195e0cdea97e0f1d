import type { ReactNode } from "react";
import type { Proof } from "../api/fixes.ts";
import { count } from "../words/numbers.ts";
import { MAX_LISTED } from "./proof.ts";

/** The markets where a repair changes the verdict, and those it fails on. */
export function ProofMarkets({ proof }: { proof: Proof }): ReactNode {
  const { healthy: { inputs, equal, changed }, failing } = proof;
  return (
    <>
      {changed.length > 0 && (
        <Table
          caption={`Verdicts that change${
            changed.length < inputs - equal ? `, the first ${count(changed.length)}` : ""
          }`}
          heads={["Market", "Before", "After"]}
          rows={changed.map(({ symbol, before, after }) => [symbol, resultWords(before), resultWords(after)])}
        />
      )}
      {failing.length > 0 && (
        <Table
          caption={`Where the repaired code fails${
            failing.length >= MAX_LISTED ? `, the first ${count(MAX_LISTED)}` : ""
          }`}
          heads={["Market", "Message"]}
          rows={failing.map(({ symbol, message }) => [symbol, message])}
        />
      )}
    </>
  );
}

const MAX_CHARS = 300;

/** What code answered for a market: the verdict of a filter in a word, series as they are, cut off where they are long. */
function resultWords(result: unknown): string {
  if (result === true) return "Signal";
  if (result === false) return "No signal";
  const text = typeof result === "string" ? result : JSON.stringify(result) ?? "Nothing";
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
}

function Table({ caption, heads, rows }: { caption: string; heads: string[]; rows: string[][] }): ReactNode {
  return (
    <div role="region" aria-label={caption} tabIndex={0} className="max-h-72 overflow-auto">
      <table className="w-full text-left text-sm">
        <caption className="pb-1 text-left font-medium">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            {heads.map((head) => <th key={head} scope="col" className="py-1 pr-3 font-medium">{head}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...others], index) => (
            <tr key={index} className="border-b border-line align-top last:border-0">
              <th scope="row" className="py-1 pr-3 font-mono font-normal wrap-anywhere">{first}</th>
              {others.map((cell, at) => (
                <td key={at} className="py-1 pr-3">
                  <span className="line-clamp-3" title={cell}>{cell}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
