import { useEffect, useMemo, useState } from "react";
import { Checker } from "../check/checker.ts";
import { type FoundProblem, problemsOf } from "../check/problems.ts";
import { type Check, useCheck } from "../check/use-check.ts";
import type { Draft } from "./drafts.ts";

interface EditCheck {
  state: Check["state"];
  problems: FoundProblem[];
}

/** Whether both components of a draft compile, and what was found. */
export function useEditCheck(draft: Draft): EditCheck {
  const [checker] = useState(() => new Checker());
  useEffect(() => () => checker.stop(), [checker]);
  const filter = useCheck(checker, draft.code, "filter");
  const series = useCheck(checker, draft.series_code, "series");
  const problems = useMemo(
    () => [...problemsOf(filter.result, "filter"), ...problemsOf(series.result, "series")],
    [filter.result, series.result],
  );
  return { state: worse(filter.state, series.state), problems };
}

const BY_WEIGHT = ["clean", "unavailable", "checking", "faulty"] as const;

/** Of two states the one that has more to say about both. */
export function worse(a: Check["state"], b: Check["state"]): Check["state"] {
  return BY_WEIGHT.indexOf(a) > BY_WEIGHT.indexOf(b) ? a : b;
}
