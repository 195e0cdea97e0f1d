import * as z from "zod";

/** One thing that was looked at. What it says holds no secret and no text of a stranger. */
export const checkSchema = z.object({
  name: z.string(),
  /** What is wrong; `off` where something optional is not set up; null where nothing is. */
  code: z.string().nullable(),
  /** A number or a name that belongs to the code. */
  detail: z.string().optional(),
});
export type Check = z.infer<typeof checkSchema>;

export type Env = (name: string) => string | undefined;

export const check = (name: string, code: string | null, detail?: string): Check => ({
  name,
  code,
  ...(detail === undefined ? {} : { detail }),
});
