import * as z from "zod";

/** What the database's doorbell and operators send to the functions that work on rows. */
export const bellSchema = z.object({ id: z.guid() });

/** What those functions answer. */
export const bellAnswerSchema = z.object({ status: z.enum(["claimed", "not_claimed"]) });

/** The answer when the row is not due, not there, or in other hands: nothing is wrong, there is nothing to do. */
export const NOT_CLAIMED = { status: 200, body: { status: "not_claimed" } };

/** The answer when the row was claimed and is being worked on. */
export const CLAIMED = { status: 202, body: { status: "claimed" } };
