import { toast } from "sonner";
import type { Notification } from "../api/notifications.ts";
import type { Tone } from "../ui/badge.tsx";
import { firstSentence } from "./first-sentence.ts";
import { toneOf } from "./kinds.ts";
import { gatheredTitle } from "./unread.ts";

/** More than so many at once are one message. */
const MOST_AT_ONCE = 3;
/** Long enough to read a sentence and to press its button. */
const SHOWN_MS = 10_000;

const LOOKS: Record<Tone, typeof toast.info> = {
  neutral: toast.info,
  accent: toast.info,
  good: toast.success,
  warn: toast.warning,
  bad: toast.error,
};

/** Shows notifications as messages: one by one, and what comes in a storm as a number. */
export class Announcer {
  readonly #shown = new Set<string>();
  /** The message about many, while it is there. */
  #many: { id: string; news: number; isMore: boolean } | null = null;

  constructor(
    private readonly open: (notification: Notification) => void,
    private readonly openAll: () => void,
  ) {}

  /** `isMore`: whether there is more news than these. */
  announce(news: Notification[], isMore: boolean): void {
    if (news.length === 0) return;
    if (news.length > MOST_AT_ONCE || this.#many !== null) this.#showMany(news.length, isMore);
    else for (const notification of news) this.#showOne(notification);
  }

  /** Takes back messages about what was read meanwhile, here or elsewhere. */
  withdraw(read: Notification[]): void {
    for (const { id } of read) if (this.#shown.delete(id)) toast.dismiss(id);
  }

  /** Takes back all. */
  close(): void {
    for (const id of this.#shown) toast.dismiss(id);
    this.#shown.clear();
    if (this.#many !== null) toast.dismiss(this.#many.id);
    this.#many = null;
  }

  #showOne(notification: Notification): void {
    const { id, kind, title, body, link } = notification;
    this.#shown.add(id);
    const forget = (): void => {
      this.#shown.delete(id);
    };
    LOOKS[toneOf(kind)](title, {
      id,
      description: firstSentence(body),
      duration: SHOWN_MS,
      onDismiss: forget,
      onAutoClose: forget,
      ...(link === null ? {} : {
        action: {
          label: "Open",
          onClick: () => {
            forget();
            this.open(notification);
          },
        },
      }),
    });
  }

  #showMany(news: number, isMore: boolean): void {
    const before = this.#many;
    const many = {
      id: before?.id ?? crypto.randomUUID(),
      news: (before?.news ?? 0) + news,
      isMore: isMore || before?.isMore === true,
    };
    this.#many = many;
    const forget = (): void => {
      if (this.#many?.id === many.id) this.#many = null;
    };
    toast.info(gatheredTitle(many.news, many.isMore), {
      id: many.id,
      duration: SHOWN_MS,
      onDismiss: forget,
      onAutoClose: forget,
      action: {
        label: "See all",
        onClick: () => {
          forget();
          this.openAll();
        },
      },
    });
  }
}
