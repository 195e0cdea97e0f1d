import type { Component } from "../filter-runtime/schema.ts";
import type { FilterCode } from "./filter-code.ts";
import type { Inputs } from "./inputs.ts";
import type { Replay } from "./replay.ts";

/** A candidate, and the running code it is to replace with its replay on the inputs. */
export interface Trial {
  base: FilterCode;
  candidate: FilterCode;
  component: Component;
  inputs: Pick<Inputs, "captured" | "others" | "othersFrom">;
  original: Replay;
  /** Hears how many inputs the candidate was run on. */
  onProgress?: (done: number) => void;
}
