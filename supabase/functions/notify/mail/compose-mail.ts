import { render } from "@react-email/render";
import { createElement } from "react";
// `render` loads this. React refuses a version that is not its own, so it is imported here, where the import map pins it.
// @ts-types="./react-dom-server.d.ts"
import "react-dom/server";
import { DigestMail } from "./digest-mail.tsx";
import type { Composed, MailContent, MailLinks } from "./mail-content.ts";
import { digestText, singleText } from "./mail-text.ts";
import { type DigestSize, digestView, singleView } from "./mail-view.ts";
import { SingleMail } from "./single-mail.tsx";

/** Gmail shows no more of a mail than 102 kB of its HTML. */
const MAX_HTML_BYTES = 100_000;

/** From the fullest down; what fits depends on the texts, for a quotation mark alone is six bytes in HTML. */
const SIZES: DigestSize[] = [
  { threads: 30, body: 600 },
  { threads: 30, body: 240 },
  { threads: 20, body: 160 },
];
const SMALLEST: DigestSize = { threads: 10, body: 160 };

/** The mail about one or many changes. The same input gives the same bytes, so that a retry is the same mail to the provider. */
export async function composeMail(mail: MailContent, links: MailLinks): Promise<Composed> {
  const [only, ...others] = mail.entries;
  if (only === undefined) throw new Error("Cannot compose a mail: it has no entries");
  return others.length === 0 && mail.total <= 1
    ? await composeSingle(singleView(mail, only, links))
    : await composeDigest(mail, links);
}

async function composeSingle(view: ReturnType<typeof singleView>): Promise<Composed> {
  const html = await render(createElement(SingleMail, { view }));
  return { subject: view.subject, html, text: singleText(view) };
}

async function composeDigest(mail: MailContent, links: MailLinks): Promise<Composed> {
  for (const size of SIZES) {
    const composed = await composeSized(mail, links, size);
    if (new TextEncoder().encode(composed.html).length < MAX_HTML_BYTES) return composed;
  }
  return await composeSized(mail, links, SMALLEST);
}

async function composeSized(mail: MailContent, links: MailLinks, size: DigestSize): Promise<Composed> {
  const view = digestView(mail, links, size);
  const html = await render(createElement(DigestMail, { view }));
  return { subject: view.subject, html, text: digestText(view) };
}
