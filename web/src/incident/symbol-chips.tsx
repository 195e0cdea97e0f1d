import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { count } from "../words/numbers.ts";

const FIRST = 20;
/** No more are kept of an incident. */
const KEPT = 200;

/** The symbols that a failure was seen on. */
export function SymbolChips({ symbols }: { symbols: string[] }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  if (symbols.length === 0) return null;
  const shown = isOpen ? symbols : symbols.slice(0, FIRST);
  const hidden = symbols.length - shown.length;
  const total = symbols.length >= KEPT ? `the first ${count(KEPT)}` : count(symbols.length);
  return (
    <div>
      <h3 className="mb-1.5 font-semibold">
        Symbols it was seen on <span className="font-normal text-muted">({total})</span>
      </h3>
      <ul className="flex flex-wrap items-center gap-1.5">
        {shown.map((symbol) => (
          <li
            key={symbol}
            title={symbol}
            className="max-w-full truncate rounded-full bg-raised px-2 py-0.5 font-mono text-xs"
          >
            {symbol}
          </li>
        ))}
        {hidden > 0 && (
          <li>
            <Button isSmall variant="ghost" onClick={() => setIsOpen(true)}>and {count(hidden)} more</Button>
          </li>
        )}
      </ul>
    </div>
  );
}
