// What a test may be told to look at.
import { timeframes } from "../../../supabase/functions/_shared/filter-runtime/schema.ts";

/** As preview-fix takes them. */
const MAX_SYMBOLS = 40;
const SYMBOL = /^[A-Z0-9_]{1,30}$/;

export interface Asked {
  symbols?: string[];
  timeframes?: string[];
}

/** The symbols in a text, or what is wrong with it. Nothing is no symbols: the test then chooses. */
export function readSymbols(text: string): { symbols: string[]; error: string | null } {
  const symbols = [...new Set(text.toUpperCase().split(/[\s,;]+/).filter(Boolean))];
  const wrong = symbols.find((symbol) => !SYMBOL.test(symbol));
  if (wrong !== undefined) {
    return {
      symbols,
      error: `${wrong} is no symbol. Write symbols such as BTCUSDT, with commas between them.`,
    };
  }
  return symbols.length > MAX_SYMBOLS
    ? { symbols, error: `These are ${symbols.length} symbols. A test looks at ${MAX_SYMBOLS} at most.` }
    : { symbols, error: null };
}

/** As it is sent: what was not chosen is left out. */
export function askedOf(symbols: readonly string[], chosen: ReadonlySet<string>): Asked {
  return {
    ...(symbols.length === 0 ? {} : { symbols: [...symbols] }),
    ...(chosen.size === 0 ? {} : { timeframes: timeframes.filter((name) => chosen.has(name)) }),
  };
}
