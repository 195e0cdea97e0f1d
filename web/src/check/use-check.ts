import { useEffect, useState } from "react";
import type { CheckResult, Component } from "../../../supabase/functions/_shared/filter-runtime/schema.ts";
import type { Checker } from "./checker.ts";

/** Code is checked when nothing was typed for so long. */
const PAUSE_MS = 300;

export interface Check {
  /** `clean`: it compiles, though there may be warnings. `unavailable`: it cannot be checked in this browser now. */
  state: "checking" | "clean" | "faulty" | "unavailable";
  /** What was found last, which may be of the code some moments ago. */
  result: CheckResult | null;
}

/** `result` is null where the check itself failed. */
interface Checked {
  code: string;
  result: CheckResult | null;
}

/** Checks code whenever it has changed and rested for a moment. Empty series code is none, and fine. */
export function useCheck(checker: Checker, code: string, component: Component): Check {
  const [checked, setChecked] = useState<Checked | null>(null);
  const isNone = component === "series" && code === "";

  useEffect(() => {
    if (isNone) return;
    let isPast = false;
    const timer = setTimeout(async () => {
      const result = await checker.check(code, component).catch(() => null);
      if (!isPast) setChecked({ code, result });
    }, PAUSE_MS);
    return () => {
      isPast = true;
      clearTimeout(timer);
    };
  }, [checker, code, component, isNone]);

  if (isNone) return { state: "clean", result: null };
  return checkOf(checked, code);
}

/** What a check of some code says about the code as it is now. */
export function checkOf(checked: Checked | null, code: string): Check {
  const result = checked?.result ?? null;
  if (checked?.code !== code) return { state: "checking", result };
  if (result === null) return { state: "unavailable", result };
  return { state: result.ok ? "clean" : "faulty", result };
}
