// What a mail says, ready to be set as HTML or as text: every value is clean, cut to size, and every link leads to the app.
import { cut, oneLine, paragraphs } from "./clean-text.ts";
import { digestOf, type Thread, threadsOf, tradersOf } from "./digest.ts";
import { type KindLook, lookOf } from "./kinds.ts";
import { appLink } from "./links.ts";
import type { MailContent, MailEntry, MailLinks } from "./mail-content.ts";
import { formatWhen } from "./when.ts";

const MAX_SUBJECT = 300;
const MAX_NAME = 80;
/** Beside the subject, clients show no more than about this much. */
const MAX_PREHEADER = 140;
/** Of the most urgent change's title, in the subject of a digest. */
const MAX_LEAD = 90;
const MAX_TITLE = 160;
const MAX_SINGLE_BODY = 4_000;

/** How much a digest shows. */
export interface DigestSize {
  threads: number;
  /** UTF-16 units of one body. */
  body: number;
}

export interface ItemView extends KindLook {
  title: string;
  when: string;
  paragraphs: string[];
  url: string;
}

export interface ThreadView {
  latest: ItemView;
  /** Oldest first. */
  earlier: ItemView[];
}

export interface GroupView {
  name: string;
  threads: ThreadView[];
}

interface Frame {
  subject: string;
  heading: string;
  preheader: string;
  /** Why this mail was sent. */
  reason: string;
  settingsUrl: string;
  unsubscribeUrl: string | null;
}

export interface SingleView extends Frame {
  item: ItemView;
  trader: string | null;
}

export interface DigestView extends Frame {
  /** What the reader has before them. */
  lead: string;
  groups: GroupView[];
  /** How many changes are not shown. */
  hidden: number;
  allUrl: string;
}

const REASONS: Record<MailContent["frequency"], string> = {
  immediate: "You get this because e-mail is on in your settings: each change as it happens.",
  hourly: "You get this because e-mail is on in your settings: at most one mail an hour for each trader.",
  daily: "You get this because e-mail is on in your settings: one summary a day.",
};

export function singleView(mail: MailContent, entry: MailEntry, links: MailLinks): SingleView {
  const item = itemView(entry, mail, links, MAX_SINGLE_BODY, MAX_SUBJECT);
  return {
    ...frame(mail, links),
    subject: item.title,
    heading: item.title,
    preheader: oneLine(entry.body, MAX_PREHEADER),
    item,
    trader: nameOf(entry),
  };
}

export function digestView(mail: MailContent, links: MailLinks, size: DigestSize): DigestView {
  const { groups, hidden } = digestOf(mail, size.threads);
  const [lead, ...others] = threadsOf(mail.entries).map(({ latest }) => titleOf(latest, MAX_LEAD));
  return {
    ...frame(mail, links),
    subject: `${headingOf(mail)}: ${lead}${others.length > 0 ? ", …" : ""}`,
    heading: headingOf(mail),
    // The first is in the subject, which stands before it.
    preheader: cut(others.length > 0 ? others.join(" · ") : bodyOf(mail), MAX_PREHEADER),
    lead: leadOf(mail, hidden),
    groups: groups.map((threads) => ({
      name: groupName(threads),
      threads: threads.map(({ latest, earlier }) => ({
        latest: itemView(latest, mail, links, size.body, MAX_TITLE),
        earlier: earlier.map((entry) => itemView(entry, mail, links, 0, MAX_LEAD)),
      })),
    })),
    hidden,
    allUrl: appLink(links.appUrl, "/notifications"),
  };
}

function frame(
  { frequency }: MailContent,
  { appUrl, unsubscribeUrl }: MailLinks,
): Pick<Frame, "reason" | "settingsUrl" | "unsubscribeUrl"> {
  return { reason: REASONS[frequency], settingsUrl: appLink(appUrl, "/settings"), unsubscribeUrl };
}

function itemView(
  entry: MailEntry,
  mail: MailContent,
  links: MailLinks,
  maxBody: number,
  maxTitle: number,
): ItemView {
  return {
    ...lookOf(entry.kind),
    title: titleOf(entry, maxTitle),
    when: formatWhen(entry.created_at, mail.time_zone),
    paragraphs: maxBody === 0 ? [] : paragraphs(entry.body, maxBody),
    url: appLink(links.appUrl, entry.link),
  };
}

function titleOf({ kind, title, trader_name }: MailEntry, max: number): string {
  // A long name would push out what the title says of it.
  const told = trader_name ? title.replaceAll(trader_name, () => oneLine(trader_name, MAX_NAME)) : title;
  return oneLine(told, max) || lookOf(kind).label;
}

function nameOf({ trader_name }: MailEntry): string | null {
  return trader_name === null ? null : oneLine(trader_name, MAX_NAME) || "A trader without a name";
}

function groupName(threads: Thread[]): string {
  const entry = threads[0]?.latest;
  if (entry === undefined || entry.trader_id === null) return "Not about a single trader";
  return nameOf(entry) ?? "A trader";
}

function headingOf(mail: MailContent): string {
  const traders = tradersOf(mail);
  return traders === undefined || traders === 1
    ? `${mail.total} changes`
    : `${mail.total} changes on ${traders} traders`;
}

function leadOf({ entries, time_zone }: MailContent, hidden: number): string {
  if (hidden > 0) return "The others are in the app.";
  const [first] = entries;
  return first === undefined ? "" : `Since ${formatWhen(first.created_at, time_zone)}`;
}

function bodyOf({ entries }: MailContent): string {
  return oneLine(entries.at(-1)?.body ?? "", MAX_PREHEADER);
}
