import { type ReactNode, useState } from "react";
import { timeframes } from "../../../supabase/functions/_shared/filter-runtime/schema.ts";
import { Disclosure } from "../ui/disclosure.tsx";
import { TextField } from "../ui/field.tsx";
import { type Asked, askedOf, readSymbols } from "./asked.ts";

/** What to look at, for who wants something else than what a test looks at by itself. Tells null while it cannot be used. */
export function AskedForm({ onChange }: { onChange: (asked: Asked | null) => void }): ReactNode {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { error } = readSymbols(text);
  const change = (text: string, chosen: ReadonlySet<string>): void => {
    setText(text);
    setChosen(chosen);
    const { symbols, error } = readSymbols(text);
    onChange(error === null ? askedOf(symbols, chosen) : null);
  };
  const toggle = (name: string): void => {
    const changed = new Set(chosen);
    if (!changed.delete(name)) changed.add(name);
    change(text, changed);
  };
  return (
    <Disclosure summary="Choose symbols and timeframes">
      <div className="grid gap-4 rounded-md border border-line p-3 sm:grid-cols-2">
        <TextField
          label="Symbols"
          placeholder="BTCUSDT, ETHUSDT"
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => change(event.target.value, chosen)}
          hint="At most 40. Left empty, it is those that failed and others."
          error={error ?? undefined}
        />
        <fieldset className="space-y-1.5">
          <legend className="text-sm font-medium">Timeframes</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            {timeframes.map((name) => (
              <label key={name} className="flex min-h-8 items-center gap-2 text-sm">
                <input
                  type="checkbox"
                  checked={chosen.has(name)}
                  onChange={() => toggle(name)}
                  className="size-5 accent-accent"
                />
                {name}
              </label>
            ))}
          </div>
          <p className="text-xs text-muted">With none ticked, it is those that the code reads.</p>
        </fieldset>
      </div>
    </Disclosure>
  );
}
