// The mails as plain text: what a mail program without HTML, a watch or a screen reader gets.
import type { DigestView, GroupView, ItemView, SingleView, ThreadView } from "./mail-view.ts";

export function singleText(view: SingleView): string {
  const { item, trader } = view;
  const facts = [item.label, trader, item.when].filter((fact) => fact !== null).join(" · ");
  return mailText(view, [
    `${view.heading}\n${facts}`,
    ...item.paragraphs,
    `${item.action}:\n${item.url}`,
  ]);
}

export function digestText(view: DigestView): string {
  const more = view.hidden === 0 ? "" : `And ${view.hidden} more in the app. `;
  return mailText(view, [
    underlined(view.heading, "="),
    view.lead,
    ...view.groups.map(groupText),
    `${more}Open all notifications:\n${view.allUrl}`,
  ]);
}

function groupText({ name, threads }: GroupView): string {
  return [underlined(name, "-"), ...threads.map(threadText)].join("\n\n");
}

function threadText({ latest, earlier }: ThreadView): string {
  return [
    latest.title,
    `${latest.label} · ${latest.when}`,
    ...latest.paragraphs,
    ...earlier.map(earlierText),
    `${latest.action}:`,
    latest.url,
  ].join("\n");
}

function earlierText({ when, title }: ItemView): string {
  return `Before, ${when}: ${title}`;
}

function mailText(
  { reason, settingsUrl, unsubscribeUrl }: SingleView | DigestView,
  blocks: string[],
): string {
  // Mail programs fold away what follows this line, as they do a signature.
  const footer = ["-- ", reason, "Change what you get:", settingsUrl];
  if (unsubscribeUrl !== null) footer.push("Unsubscribe:", unsubscribeUrl);
  return `${[...blocks, footer.join("\n")].join("\n\n")}\n`;
}

function underlined(title: string, line: string): string {
  return `${title}\n${line.repeat(Math.min([...title].length, 60))}`;
}
