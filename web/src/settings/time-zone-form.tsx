import { type ReactNode, useId, useMemo, useState } from "react";
import { ApiError } from "../api/api-error.ts";
import { notificationPreferences } from "../api/preferences.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { browserTimeZone, findTimeZone, timeZones } from "./time-zones.ts";
import { useSavePreferences } from "./use-preferences.ts";

const UNKNOWN = "There is no time zone of this name. Choose one from the list, such as Europe/Berlin.";

function isUnknown(error: Error): boolean {
  return error instanceof ApiError && error.code === "unknown_time_zone";
}

export function TimeZoneForm({ zone }: { zone: string | null }): ReactNode {
  const save = useSavePreferences(notificationPreferences, { isShownAtOnce: false, isExplained: isUnknown });
  const known = useMemo(timeZones, []);
  /** Null while nothing is typed that differs from what is saved. */
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();
  const list = useId();
  const own = browserTimeZone();
  const typed = draft ?? zone ?? "";

  const choose = (name: string | null): void => {
    if (name === null) return setProblem(UNKNOWN);
    setDraft(name);
    save.mutate({ change: { time_zone: name }, done: `Times are shown in ${name}` }, {
      onSuccess: () => setDraft(null),
      onError: (error) => setProblem(isUnknown(error) ? UNKNOWN : undefined),
    });
  };

  return (
    <form
      noValidate
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        choose(findTimeZone(typed, known));
      }}
    >
      <TextField
        label="Time zone"
        hint="Type a town to search the list. The daily mail leaves by this clock, too."
        list={list}
        autoComplete="off"
        spellCheck={false}
        placeholder="None chosen"
        value={typed}
        error={problem}
        onChange={({ target }) => {
          setDraft(target.value);
          setProblem(undefined);
        }}
      />
      <datalist id={list}>{known.map((name) => <option key={name} value={name} />)}</datalist>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" isBusy={save.isPending}>Save time zone</Button>
        {zone !== own && (
          <Button disabled={save.isPending} onClick={() => choose(own)}>Use this browser's ({own})</Button>
        )}
      </div>
    </form>
  );
}
