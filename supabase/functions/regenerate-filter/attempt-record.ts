// The market data of an attempt is kept with its record, so that its verdicts can be had again.
import * as z from "zod";
import { fromBase64, toBase64 } from "../_shared/base64.ts";
import { callDatabase } from "../_shared/database.ts";
import { messageOf } from "../_shared/errors.ts";
import { componentSchema, marketDataSchema } from "../_shared/filter-runtime/schema.ts";
import type { Logger } from "../_shared/log.ts";
import type { Inputs } from "../_shared/proof/inputs.ts";
import { replay } from "../_shared/proof/replay.ts";
import { validate, type Validation } from "../_shared/proof/validate.ts";

type JudgedOn = Pick<Inputs, "captured" | "others" | "othersFrom">;

const inputsSchema = z.object({
  captured: z.array(marketDataSchema),
  others: z.array(marketDataSchema),
  othersFrom: z.enum(["executor", "samples"]),
});
const codeSchema = z.object({ code: z.string(), series_code: z.string() });

/** What `attempt_record` of the database answers for an attempt with a candidate whose market data is still kept. */
export const attemptRecordSchema = z.object({
  component: componentSchema,
  base: codeSchema,
  candidate: codeSchema,
  validation: z.unknown(),
  inputs: z.string(),
});
export type AttemptRecord = z.infer<typeof attemptRecordSchema>;

/** Keeps the inputs that a candidate was judged on. Without them the verdicts stand all the same, so a failure is only logged. */
export async function saveInputs(
  fix: { id: string; attempt: number },
  inputs: JudgedOn,
  log: Logger,
): Promise<void> {
  try {
    const packed = await packInputs(inputs);
    await callDatabase(
      "save_attempt_inputs",
      { fix_id: fix.id, attempt: fix.attempt, inputs: packed },
      z.unknown(),
      log,
    );
  } catch (error) {
    log.error("inputs_not_saved", { message: messageOf(error) });
  }
}

/** Base64 of the gzip of their JSON. */
export async function packInputs({ captured, others, othersFrom }: JudgedOn): Promise<string> {
  const json = new Blob([JSON.stringify({ captured, others, othersFrom })])
    .stream();
  const packed = await new Response(json.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
  return toBase64(packed);
}

/** Judges the candidate of a recorded attempt again, on the market data it was judged on: all fields but `p95_ms` come out the same. */
export async function judgeAgain(record: AttemptRecord): Promise<Validation> {
  const { base, candidate, component } = record;
  const inputs = await unpackInputs(record.inputs);
  const original = await replay(base, component, inputs);
  return await validate({ base, candidate, component, inputs, original });
}

async function unpackInputs(packed: string): Promise<JudgedOn> {
  const bytes = new Blob([fromBase64(packed)]).stream();
  return inputsSchema.parse(await new Response(bytes.pipeThrough(new DecompressionStream("gzip"))).json());
}
