import { escapeHtml } from "../_shared/html.ts";

interface Message {
  title: string;
  body: string;
  link: string;
}

/** The mail of a notification: subject, HTML and plain text. Every value in it is escaped; the link leads to the app only. */
export function composeEmail(
  message: Message,
  appUrl: string,
): { subject: string; html: string; text: string } {
  const url = new URL(message.link, appUrl).href;
  return {
    subject: message.title.replace(/\s+/g, " ").slice(0, 300),
    text: `${message.title}\n\n${message.body}\n\n${url}\n`,
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(message.title)}</title>
</head>
<body style="font-family: system-ui, sans-serif; line-height: 1.5; max-width: 36rem; margin: 0 auto; padding: 1.5rem">
<h1 style="font-size: 1.25rem">${escapeHtml(message.title)}</h1>
<p>${escapeHtml(message.body)}</p>
<p><a href="${
      escapeHtml(url)
    }" style="display: inline-block; padding: 0.6rem 1rem; border-radius: 0.4rem; background: #1d4ed8; color: #ffffff; text-decoration: none">See what happened</a></p>
</body>
</html>
`,
  };
}
