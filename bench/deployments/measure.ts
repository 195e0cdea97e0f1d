// One after the other, as owners and executors do it: how long until the executor has the code, and until the caller has the answer.
import { z } from "zod";
import { type Preview, previewSchema } from "../../supabase/functions/preview-fix/answer.ts";
import type { Repair } from "../../tests/chaos/repairs.ts";
import { fault } from "../../tests/concurrency/support.ts";
import type { BenchStack } from "../load/bench-stack.ts";
import { knownEvent } from "../load/events.ts";
import { send, signedReport } from "../load/signed-request.ts";
import type { LoadingExecutor } from "./loading-executor.ts";
import { ask, type SignedIn } from "./owners.ts";

/** Milliseconds from when the call was sent. */
export interface Times {
  loaded: number;
  answered: number;
}

const acceptedSchema = z.object({ deployment: z.object({ status: z.literal("deployed") }) });

/** The owner accepts the fix. */
export async function timeAcceptance(
  { stack }: BenchStack,
  executor: LoadingExecutor,
  { user, trader, fix }: Repair<SignedIn>,
): Promise<Times> {
  const body = { fix_id: fix.id, decision: "accept", code_sha256: fix.code_sha256 };
  return await time(executor, trader, fix.code_sha256, async () => {
    acceptedSchema.parse(await ask(stack, user, "apply-fix", body));
  });
}

/** The executor reports that the accepted code fails; `healthySha256` is what it is taken back to. */
export async function timeReturn(
  { stack, recordErrorSecret }: BenchStack,
  executor: LoadingExecutor,
  { user, trader, fix, place }: Repair<SignedIn>,
  healthySha256: string,
): Promise<Times> {
  const failing = { trader_id: trader, user_id: user.id, code_sha256: fix.code_sha256, place };
  const event = { ...knownEvent(failing), error_message: fault() };
  return await time(executor, trader, healthySha256, async () => {
    await send(signedReport([event], recordErrorSecret), stack);
  });
}

export interface PreviewTimes {
  answered: number;
  preview: Preview;
}

/** The owner looks at what the fix does. */
export async function timePreview(
  { stack }: BenchStack,
  owner: SignedIn,
  fixId: string,
): Promise<PreviewTimes> {
  const startedAt = performance.now();
  const answer = await ask(stack, owner, "preview-fix", { fix_id: fixId });
  return { answered: performance.now() - startedAt, preview: previewSchema.parse(answer) };
}

async function time(
  executor: LoadingExecutor,
  trader: string,
  codeSha256: string,
  call: () => Promise<void>,
): Promise<Times> {
  const loading = executor.nextLoad(trader);
  const startedAt = performance.now();
  const [loaded, answeredAt] = await Promise.all([loading, call().then(() => performance.now())]);
  if (loaded.codeSha256 !== codeSha256) throw new Error(`The executor loaded other code of trader ${trader}`);
  return { loaded: loaded.at - startedAt, answered: answeredAt - startedAt };
}
