// The first half of the round trip: a signed error is taken, and counted once.
import { z } from "zod";
import { readSecret, Signer } from "../../clients/typescript/sign.ts";
import { failing, type Finding, ok } from "./finding.ts";
import { type Synthetic, syntheticError } from "./synthetic.ts";
import { pushMigrations, setVariable, type Target } from "./target.ts";

const failed = failing("round-trip");

const CALL_LIMIT_MS = 30_000;

const answerSchema = z.object({
  accepted: z.int().optional(),
  duplicates: z.int().optional(),
  code: z.string().optional(),
});

/** The same report twice, as an executor that did not get the answer sends it. */
export async function report(target: Target, synthetic: Synthetic, signal: AbortSignal): Promise<Finding[]> {
  const body = syntheticError(synthetic);
  const first = await post(target, body, signal);
  if (first.status === 401) {
    return [
      failed(
        "record_error_secret_differs",
        "record-error refuses what is signed with RECORD_ERROR_SECRET",
        "Reports of executors that have this secret are refused",
        setVariable(target, "RECORD_ERROR_SECRET", "<the secret that the executors have>"),
      ),
    ];
  }
  if (first.status !== 202 || first.accepted !== 1) {
    return [
      failed(
        "report_failed",
        `record-error answers ${first.status} ${first.code ?? ""}`.trim(),
        "Errors are not taken; executors keep them in their outboxes",
        "See docs/errors.md, and the log of the function",
      ),
    ];
  }
  const second = await post(target, body, signal);
  if (second.duplicates !== 1) {
    return [
      failed(
        "counted_twice",
        `The same error sent again is answered with ${second.status}, and not as a duplicate`,
        "Errors are counted more than once",
        pushMigrations(target),
      ),
    ];
  }
  return [ok("round-trip", "report", "A signed error is taken, and counted once when it is sent again")];
}

async function post(
  { url, recordErrorSecret = "" }: Target,
  body: string,
  signal: AbortSignal,
): Promise<z.infer<typeof answerSchema> & { status: number }> {
  // Signed as executors sign, by the code that they do it with.
  const signer = new Signer(readSecret(recordErrorSecret));
  const id = `msg_${crypto.randomUUID()}`;
  const signature = await signer.headers(id, Date.now(), new TextEncoder().encode(body));
  const response = await fetch(`${url}/functions/v1/record-error`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...signature },
    body,
    signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_LIMIT_MS)]),
  });
  const answer = answerSchema.safeParse(await response.json().catch(() => ({})));
  return { ...answer.data, status: response.status };
}
