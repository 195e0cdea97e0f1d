import * as z from "zod";
import type { User } from "../_shared/auth.ts";
import { codeHashSchema } from "../_shared/code-hash.ts";
import { callDatabase } from "../_shared/database.ts";
import { deployAs } from "../_shared/deploy.ts";
import { deploymentSchema } from "../_shared/deployment.ts";
import { filterCodeSchema, seriesCodeSchema } from "../_shared/filter-code-schema.ts";
import type { Logger } from "../_shared/log.ts";
import { reasonSchema } from "../_shared/reason.ts";
import { storable } from "../_shared/storable.ts";
import { candidateOf, openSubject } from "../_shared/subject.ts";
import { proveEdit, type ProvenEdit } from "./prove-edit.ts";

const decidedSchema = z.strictObject({
  fix_id: z.guid(),
  /** Hash of the code that the user was shown: the candidate's, or, where a fix has none, the running code's. */
  code_sha256: codeHashSchema,
  reason: reasonSchema.optional(),
});

export const decisionSchema = z.discriminatedUnion("decision", [
  decidedSchema.extend({
    decision: z.literal("accept"),
    /** The user's edit. */
    code: filterCodeSchema.optional(),
    series_code: seriesCodeSchema.optional(),
    acknowledge_unvalidated: z.boolean().optional(),
  }).refine(({ code, series_code }) => code !== undefined || series_code === undefined, {
    path: ["code"],
    error: "must be given with series_code",
  }),
  decidedSchema.extend({ decision: z.literal("reject") }),
]);
type Decision = z.infer<typeof decisionSchema>;
type Acceptance = Extract<Decision, { decision: "accept" }>;

const acceptedSchema = deploymentSchema.extend({ already_accepted: z.boolean() });

/** What became of an accepted fix. A deployment that is `pending` is saved, but the executor has not taken it yet. */
const acceptedAnswerSchema = z.object({
  status: z.literal("accepted"),
  version_id: z.guid(),
  /** Whether an earlier call had accepted the same code. */
  already_accepted: z.boolean(),
  deployment: deploymentSchema,
});
type Accepted = z.infer<typeof acceptedAnswerSchema>;

const rejectedAnswerSchema = z.object({ status: z.literal("rejected") });
type Rejected = z.infer<typeof rejectedAnswerSchema>;

/** What became of a decision. */
export const decidedAnswerSchema = z.discriminatedUnion("status", [
  acceptedAnswerSchema,
  rejectedAnswerSchema,
]);

/** Carries out a user's decision on a fix. */
export async function decide(
  decision: Decision,
  user: User,
  log: Logger,
): Promise<Accepted | Rejected> {
  return decision.decision === "accept"
    ? await accept(decision, user, log)
    : await reject(decision, user, log);
}

/**
 * Accepts a fix, or the user's edit of it, for a user who was shown the code with this hash: one transaction writes the version and the
 * deployment, then the executor is told. Calling it again changes nothing and tells how the first call stands.
 */
async function accept(decision: Acceptance, user: User, log: Logger): Promise<Accepted> {
  const { fix_id, code_sha256, acknowledge_unvalidated = false, reason } = decision;
  const edit = await editOf(decision, user, log);
  const { already_accepted, ...accepted } = await callDatabase(
    "accept_fix",
    {
      fix_id,
      actor: user.id,
      code_sha256,
      acknowledge_unvalidated,
      ...(edit === null ? {} : { edit: storable(edit) }),
      ...(reason === undefined ? {} : { reason }),
    },
    acceptedSchema,
    log,
  );
  const deployment = await deployAs(user, accepted, log);
  log.info("accepted", {
    fix_id,
    edited: edit !== null,
    deployment_id: deployment.id,
    deployment: deployment.status,
  });
  return { status: "accepted", version_id: deployment.version_id, already_accepted, deployment };
}

async function editOf(decision: Acceptance, user: User, log: Logger): Promise<ProvenEdit | null> {
  const { fix_id, code, series_code } = decision;
  if (code === undefined) return null;
  const subject = await openSubject({ fix_id }, user.id, log);
  return await proveEdit(subject, candidateOf({ code, series_code }, subject), log);
}

async function reject(
  { fix_id, code_sha256, reason }: Decision,
  user: User,
  log: Logger,
): Promise<Rejected> {
  await callDatabase(
    "reject_fix",
    { fix_id, actor: user.id, code_sha256, ...(reason === undefined ? {} : { reason }) },
    z.null().or(z.literal("")),
    log,
  );
  log.info("rejected", { fix_id });
  return { status: "rejected" };
}
