// The mailbox's two pages. Mails hold text that strangers wrote, so everything is escaped, and HTML stays in a sandbox.
import type { Mail } from "./mail.ts";
import { escapeHtml } from "../supabase/functions/_shared/html.ts";

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430 }
  table { border-collapse: collapse; width: 100% }
  td, th { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #dde3ea; vertical-align: top }
  iframe { width: 100%; height: 32rem; border: 1px solid #dde3ea; background: #fff }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f5f7f9; padding: 1rem }
  .muted { color: #64707d }`;

export function mailboxPage(mails: readonly Mail[]): Response {
  const rows = mails.map((mail) =>
    `<tr><td class="muted">${escapeHtml(mail.received_at)}</td><td>${escapeHtml(mail.to.join(", "))}</td>
    <td><a href="/mails/${mail.id}">${escapeHtml(mail.subject)}</a></td></tr>`
  );
  const list = rows.length === 0
    ? `<p class="muted">No mail yet. This page refreshes by itself.</p>`
    : `<table><tr><th>Received</th><th>To</th><th>Subject</th></tr>${rows.join("")}</table>`;
  return page("Mailbox", `<meta http-equiv="refresh" content="3">`, `<h1>Mailbox</h1>${list}`);
}

export function mailPage(mail: Mail): Response {
  const headers = Object.entries({
    From: mail.from,
    To: mail.to.join(", "),
    Received: mail.received_at,
    ...mail.headers,
  }).map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`).join("");
  // An empty sandbox allows nothing: no scripts, no forms, no way out of the frame.
  const html = mail.html === null
    ? ""
    : `<h2>HTML</h2><iframe sandbox srcdoc="${escapeHtml(mail.html)}"></iframe>`;
  const text = mail.text === null ? "" : `<h2>Text</h2><pre>${withLinks(mail.text)}</pre>`;
  const body = `<p><a href="/">All mail</a></p><h1>${
    escapeHtml(mail.subject)
  }</h1><table>${headers}</table>${html}${text}`;
  return page(mail.subject, "", body);
}

/** The frame above lets nobody out, so this is where the links of a mail can be followed. */
function withLinks(text: string): string {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) => {
    const shown = escapeHtml(part);
    return index % 2 === 0 ? shown : `<a href="${shown}" rel="noreferrer">${shown}</a>`;
  }).join("");
}

function page(title: string, head: string, body: string): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${
    escapeHtml(title)
  }</title>${head}
<style>${STYLE}</style></head><body>${body}</body></html>`;
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:",
    },
  });
}
