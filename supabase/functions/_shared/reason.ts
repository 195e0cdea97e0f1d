import * as z from "zod";

/** Why a user decides as they do, in their own words. */
export const reasonSchema = z.string().trim().min(1).max(2_000);
