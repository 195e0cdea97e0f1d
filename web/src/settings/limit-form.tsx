import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { keys } from "../api/keys.ts";
import { recoveryPreferences } from "../api/preferences.ts";
import { readAgain } from "../live/read-again.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { usd } from "../words/numbers.ts";
import { limitProblem, limitText, readLimit } from "./spend-limit.ts";
import { useSavePreferences } from "./use-preferences.ts";

/** The most that repairs may cost in a day. `limit` is what is saved; null for the platform's default. */
export function LimitForm({ limit }: { limit: number | null }): ReactNode {
  const queries = useQueryClient();
  const save = useSavePreferences(recoveryPreferences, {
    isShownAtOnce: false,
    isExplained: (error) => limitProblem(error) !== null,
  });
  /** Null while nothing is typed that differs from what is saved. */
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();

  const typed = draft ?? limitText(limit);

  const submit = (): void => {
    const read = readLimit(typed);
    if ("problem" in read) return setProblem(read.problem);
    const { value } = read;
    save.mutate({
      change: { daily_cost_cap_usd: value },
      done: value === null ? "The platform's default is your limit" : `Your daily limit is ${usd(value)}`,
    }, {
      onSuccess: () => {
        setDraft(null);
        void readAgain(queries, keys.spend);
      },
      onError: (error) => setProblem(limitProblem(error) ?? undefined),
    });
  };

  return (
    <form
      noValidate
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField
        label="Daily limit in US dollars"
        hint="The most that language models may cost you in a day; a repair that would exceed it waits until the next day. At 0 only rules repair, which is free. Empty: the platform's default."
        inputMode="decimal"
        autoComplete="off"
        placeholder="Platform's default"
        value={typed}
        error={problem}
        onChange={({ target }) => {
          setDraft(target.value);
          setProblem(undefined);
        }}
      />
      <Button type="submit" isBusy={save.isPending}>Save limit</Button>
    </form>
  );
}
