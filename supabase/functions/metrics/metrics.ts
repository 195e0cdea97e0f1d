import * as z from "zod";
import type { User } from "../_shared/auth.ts";
import { callDatabase } from "../_shared/database.ts";
import type { Logger } from "../_shared/log.ts";

const samplesSchema = z.array(z.object({
  name: z.string().regex(/^[a-z_]+$/),
  labels: z.record(z.string().regex(/^[a-z_]+$/), z.string()),
  value: z.number(),
}));

/** A counter since the installation, or how something stands. */
export type Sample = z.infer<typeof samplesSchema>[number];

/** @param reader 403 unless it is null or an operator */
export async function readSamples(reader: User | null, log: Logger): Promise<Sample[]> {
  return await callDatabase(
    "recovery_metrics",
    reader === null ? {} : { actor: reader.id },
    samplesSchema,
    log,
  );
}
