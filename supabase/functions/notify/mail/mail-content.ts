import * as z from "zod";

/** One notification, as its row has it. */
const entrySchema = z.object({
  id: z.guid(),
  kind: z.string(),
  title: z.string(),
  body: z.string(),
  /** A path in the app. */
  link: z.string().startsWith("/"),
  trader_id: z.guid().nullable(),
  trader_name: z.string().nullable(),
  incident_id: z.guid().nullable(),
  /** ISO 8601. */
  created_at: z.string(),
});

/** What one mail tells. */
export const contentSchema = z.object({
  frequency: z.enum(["immediate", "hourly", "daily"]),
  /** An IANA name. */
  time_zone: z.string(),
  /** How many were gathered; `entries` may hold fewer. */
  total: z.int(),
  /** Oldest first. */
  entries: z.array(entrySchema),
});

export type MailEntry = z.infer<typeof entrySchema>;
export type MailContent = z.infer<typeof contentSchema>;

export interface MailLinks {
  appUrl: string;
  unsubscribeUrl: string | null;
}

export interface Composed {
  subject: string;
  html: string;
  text: string;
}
