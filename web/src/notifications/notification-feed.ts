// What the bell shows: the latest notifications and how many are unread. Realtime only hints that something changed; what changed
// is read, also whenever the channel is joined again, so a lost message costs time and nothing else.
import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import * as z from "zod";

const PAGE_SIZE = 20;
const READ_LIMIT_MS = 15_000;
/** Waits after reads that failed; the last one repeats while the feed is open. */
const RETRY_DELAYS_MS = [1_000, 5_000, 30_000];
/** Hints get lost, and networks may let none through: then this is how late the feed is at most. */
const LIVE_DELAY_MS = 300_000;
const BLIND_DELAY_MS = 60_000;

const notificationSchema = z.object({
  id: z.guid(),
  kind: z.string(),
  trader_id: z.guid().nullable(),
  incident_id: z.guid().nullable(),
  title: z.string(),
  body: z.string(),
  link: z.string(),
  read_at: z.string().nullable(),
  created_at: z.string(),
});
const pageSchema = z.object({ items: z.array(notificationSchema), unread: z.int() });
const markedSchema = z.object({ marked: z.int(), unread: z.int() });

export type Notification = z.infer<typeof notificationSchema>;

export interface FeedState {
  /** Whether changes are heard of at once; if not, within a minute or with the next join. */
  live: boolean;
  /** The latest, newest first. */
  items: Notification[];
  /** How many are unread, at most 100. */
  unread: number;
}

export interface FeedListener {
  changed(state: FeedState): void;
  /** Notifications that were not there when the feed was last read, oldest first. */
  arrived(notifications: Notification[]): void;
  failed(error: Error): void;
}

/** Which of the caller's notifications to mark: those with these ids, those of an incident, or all. */
export type Selection = { ids: string[] } | { incident_id: string } | Record<string, never>;

export class NotificationFeed {
  #state: FeedState = { live: false, items: [], unread: 0 };
  /** Ids that were seen; null before the first read, in which nothing is news. */
  #known: Set<string> | null = null;
  #reading: Promise<void> | undefined;
  #isStale = false;
  #isClosed = false;
  #failures = 0;
  #next: ReturnType<typeof setTimeout> | undefined;
  readonly #channel: RealtimeChannel;

  /** Opens the feed of the signed-in user, whose token the client's Realtime has. */
  constructor(
    private readonly client: SupabaseClient,
    userId: string,
    private readonly listener: FeedListener,
  ) {
    this.#channel = client
      .channel(`user:${userId}`, { config: { private: true } })
      .on("broadcast", { event: "notification" }, () => this.refresh())
      .subscribe((status) => {
        this.#set({ live: status === "SUBSCRIBED" });
        if (status === "SUBSCRIBED") this.refresh();
      });
    this.refresh();
  }

  /** Reads again: soon, and once for however many hints come meanwhile. */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#reading ??= this.#readUntilFresh().finally(() => this.#reading = undefined);
    return this.#reading;
  }

  /** Marks notifications read; the other pages of the user hear of it. */
  async markRead(selection: Selection = {}): Promise<void> {
    const { data, error } = await this.client.rpc("mark_notifications_read", selection)
      .abortSignal(AbortSignal.timeout(READ_LIMIT_MS));
    if (error) throw new Error(error.message, { cause: error });
    this.#set({ unread: markedSchema.parse(data).unread });
    await this.refresh();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#next);
    await this.client.removeChannel(this.#channel);
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false;
      try {
        this.#take(await this.#read());
        this.#failures = 0;
        this.#readAfter(this.#state.live ? LIVE_DELAY_MS : BLIND_DELAY_MS);
      } catch (error) {
        if (this.#isClosed) return;
        this.listener.failed(error instanceof Error ? error : new Error(String(error)));
        this.#readAfter(RETRY_DELAYS_MS[Math.min(this.#failures++, RETRY_DELAYS_MS.length - 1)] ?? 0);
      }
    }
  }

  #readAfter(delayMs: number): void {
    clearTimeout(this.#next);
    if (!this.#isClosed) this.#next = setTimeout(() => void this.refresh(), delayMs);
  }

  async #read(): Promise<z.infer<typeof pageSchema>> {
    const { data, error } = await this.client.rpc("list_notifications", { page_size: PAGE_SIZE })
      .abortSignal(AbortSignal.timeout(READ_LIMIT_MS));
    if (error) throw new Error(error.message, { cause: error });
    return pageSchema.parse(data);
  }

  #take({ items, unread }: z.infer<typeof pageSchema>): void {
    const known = this.#known;
    const news = known === null
      ? []
      : items.filter(({ id, read_at }) => !known.has(id) && read_at === null).reverse();
    this.#known = new Set([...known ?? [], ...items.map(({ id }) => id)]);
    this.#set({ items, unread });
    if (news.length > 0 && !this.#isClosed) this.listener.arrived(news);
  }

  #set(change: Partial<FeedState>): void {
    if (this.#isClosed) return;
    this.#state = { ...this.#state, ...change };
    this.listener.changed(this.#state);
  }
}
