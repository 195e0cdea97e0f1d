import * as z from "zod";
import { marketDataSchema } from "./filter-runtime/schema.ts";

/** What executors captured is data from outside: what does not read as market data cannot be run on and is left out. */
export const capturedSchema = z.array(z.unknown()).transform((inputs) =>
  inputs.flatMap((input) => marketDataSchema.safeParse(input).data ?? [])
);
