import * as z from "zod/mini";

/** Where the next page of a list begins; what it holds is the server's business. */
const cursorSchema = z.record(z.string(), z.unknown());
export type Cursor = z.infer<typeof cursorSchema>;

/** A page of a list, and where the next one begins; null on the last. */
export interface Page<T> {
  items: T[];
  next: Cursor | null;
}

export function pageSchema<T extends z.ZodMiniType>(
  item: T,
): z.ZodMiniObject<{ items: z.ZodMiniArray<T>; next: z.ZodMiniNullable<typeof cursorSchema> }> {
  return z.object({ items: z.array(item), next: z.nullable(cursorSchema) });
}
