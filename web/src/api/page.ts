import * as z from "zod";

/** Where the next page of a list begins; what it holds is the server's business. */
const cursorSchema = z.record(z.string(), z.unknown());
export type Cursor = z.infer<typeof cursorSchema>;

/** A page of a list, and where the next one begins; null on the last. */
export interface Page<T> {
  items: T[];
  next: Cursor | null;
}

export function pageSchema<T extends z.ZodType>(
  item: T,
): z.ZodObject<{ items: z.ZodArray<T>; next: z.ZodNullable<typeof cursorSchema> }> {
  return z.object({ items: z.array(item), next: cursorSchema.nullable() });
}
