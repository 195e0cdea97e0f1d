import { bellAnswerSchema, bellSchema } from "../../supabase/functions/_shared/queue.ts";
import { FIX } from "./examples.ts";
import type { Operation } from "./operation.ts";

/** Functions that the database rings, each for a row of its own kind. */
const WORK = {
  "regenerate-filter": ["Repair", "proposed_fixes", "Makes one attempt at a repair"],
  notify: ["Mail a notification", "notifications", "Mails all that is due to its user in one message"],
  "deploy-filter": [
    "Deploy again",
    "deployments",
    "Has the executor load a version, in the platform's own name",
  ],
  "send-feedback": [
    "Send feedback",
    "private.trace_feedback",
    "Tells the trace what the owner made of the fix",
  ],
  "alert-operators": [
    "Alert operators",
    "private.operator_alerts",
    "POSTs an alert to the operators' webhook",
  ],
};

export const bells: Operation[] = Object.entries(WORK).map((
  [name, [summary = "", table = "", does = ""]],
) => ({
  name,
  method: "POST",
  caller: "database",
  summary,
  description:
    `${does}, in the background. The database calls it with the id of a row; however often it does, the row is worked on once.`,
  request: { schema: bellSchema, example: { id: FIX }, fields: { id: `A row of \`${table}\`` } },
  answers: [
    {
      status: 202,
      description: "Claimed, and being worked on",
      schema: bellAnswerSchema,
      example: { status: "claimed" },
    },
    {
      status: 200,
      description: "Not due, not there, or in other hands: there is nothing to do",
      schema: bellAnswerSchema,
      example: { status: "not_claimed" },
    },
  ],
}));
