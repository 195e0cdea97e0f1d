// What a user was told, and which of it was read.
import type { SupabaseClient } from "@supabase/supabase-js";
import * as z from "zod/mini";
import { ownPath } from "../app/own-path.ts";
import { callDatabase, type CallOptions } from "./call.ts";
import { type Cursor, pageSchema } from "./page.ts";

const notificationSchema = z.object({
  id: z.guid(),
  kind: z.string(),
  trader_id: z.nullable(z.guid()),
  incident_id: z.nullable(z.guid()),
  title: z.string(),
  body: z.string(),
  /** Path of the page that shows it; null where it would lead elsewhere. */
  link: z.pipe(z.string(), z.transform(ownPath)),
  read_at: z.nullable(z.string()),
  created_at: z.string(),
});
export type Notification = z.infer<typeof notificationSchema>;

export const notificationsPageSchema = z.extend(pageSchema(notificationSchema), {
  /** How many of all are unread, at most 100. */
  unread: z.int(),
});
/** A page of notifications, newest first. */
export type NotificationsPage = z.infer<typeof notificationsPageSchema>;

export interface NotificationsQuery {
  pageSize: number;
  after?: Cursor | null;
  isUnread?: boolean;
  kinds?: readonly string[] | null;
  traderId?: string | null;
}

export function listNotifications(
  client: SupabaseClient,
  { pageSize, after = null, isUnread = false, kinds = null, traderId = null }: NotificationsQuery,
  options: CallOptions,
): Promise<NotificationsPage> {
  return callDatabase(
    client,
    "list_notifications",
    {
      unread_only: isUnread,
      page_size: pageSize,
      ...(after && { after }),
      ...(kinds && { kinds }),
      ...(traderId && { trader_id: traderId }),
    },
    notificationsPageSchema,
    options,
  );
}

const markedSchema = z.object({ marked: z.int(), unread: z.int() });
/** How many were marked, and how many are unread then, at most 100. */
export type Marked = z.infer<typeof markedSchema>;

/** Most ids that one call takes. */
export const MOST_IDS = 500;

/** Which notifications to mark: those with these ids, or all up to an ISO time. */
export type MarkedOnes = { ids: string[] } | { up_to: string };

/** Marks notifications read, or unread again. The user's other pages hear of it. */
export function markNotifications(
  client: SupabaseClient,
  which: MarkedOnes,
  isRead: boolean,
): Promise<Marked> {
  return callDatabase(client, "mark_notifications_read", { ...which, read: isRead }, markedSchema);
}
