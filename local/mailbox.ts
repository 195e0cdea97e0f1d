// A mailbox in Resend's place: takes what its SDK and the auth server send, keeps it in memory, shows it on a page.
import { z } from "zod";
import type { Handler } from "./api.ts";
import type { Log } from "./log.ts";
import type { Mail } from "./mail.ts";
import { mailboxPage, mailPage } from "./mailbox-page.ts";
import { MailboxScript } from "./mailbox-script.ts";

const MAX_MAILS = 1000;
/** The one domain that mails may come from, as far as it says. */
const SENDERS_DOMAIN = "example.com";
const addresses = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);
const email = z.object({
  from: z.string(),
  to: addresses,
  cc: addresses.optional(),
  bcc: addresses.optional(),
  subject: z.string(),
  html: z.string().nullish(),
  text: z.string().nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  tags: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
});

type NewMail = Omit<Mail, "id" | "received_at">;

export interface Mailbox {
  fetch: Handler;
  /** Takes a mail that was not sent through Resend. */
  deliver(mail: NewMail): Mail;
  /** Newest first. */
  list(): Mail[];
}

export function createMailbox(onLog: Log): Mailbox {
  const mails: Mail[] = [];
  const sent = new Map<string, { id: string; body: string }>();
  const script = new MailboxScript();

  async function receive(request: Request): Promise<Response> {
    const body = await request.text();
    const step = script.take(parse(body));
    if (step === undefined) return take(request, body);
    if (step.after) take(request, body);
    return await step.answer(request);
  }

  function take(request: Request, body: string): Response {
    if (!/^Bearer \S+$/.test(request.headers.get("authorization") ?? "")) {
      return refuse(401, "missing_api_key", "Missing API Key");
    }
    const key = request.headers.get("idempotency-key");
    const earlier = key === null ? undefined : sent.get(key);
    if (earlier) return replay(earlier, body);

    const { success, data, error } = email.safeParse(parse(body));
    if (!success) return refuse(422, "validation_error", z.prettifyError(error));
    const mail = deliver({
      from: data.from,
      to: data.to,
      subject: data.subject,
      html: data.html ?? null,
      text: data.text ?? null,
      headers: data.headers ?? {},
      tags: Object.fromEntries((data.tags ?? []).map(({ name, value }) => [name, value])),
    });
    if (key !== null) sent.set(key, { id: mail.id, body });
    return Response.json({ id: mail.id });
  }

  function deliver(made: NewMail): Mail {
    const mail: Mail = { id: crypto.randomUUID(), received_at: new Date().toISOString(), ...made };
    mails.unshift(mail);
    mails.length = Math.min(mails.length, MAX_MAILS);
    onLog({ source: "mail", level: "info", message: `${mail.subject} -> ${mail.to.join(", ")}` });
    return mail;
  }

  function clear(): Response {
    mails.length = 0;
    sent.clear();
    script.clear();
    return Response.json({});
  }

  async function route(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const [, id] = pathname.match(/^\/mails\/([\da-f-]{36})$/) ?? [];
    switch (`${request.method} ${id === undefined ? pathname : "/mails/:id"}`) {
      case "POST /emails":
        return await receive(request);
      case "GET /domains":
        return Response.json({
          data: [{ id: crypto.randomUUID(), name: SENDERS_DOMAIN, status: "verified" }],
        });
      case "GET /api/mails":
        return Response.json(mails);
      case "POST /api/script": {
        const problem = script.add(parse(await request.text()));
        return problem === null ? Response.json({}) : refuse(422, "validation_error", problem);
      }
      case "DELETE /api/mails":
        return clear();
      case "GET /":
        return mailboxPage(mails);
      case "GET /mails/:id": {
        const mail = mails.find((mail) => mail.id === id);
        return mail ? mailPage(mail) : refuse(404, "not_found", "Mail not found");
      }
      default:
        return refuse(404, "not_found", "The requested endpoint does not exist");
    }
  }

  return { fetch: route, deliver, list: () => [...mails] };
}

// Resend's rule: the same key and mail answer with the first result, the same key with another mail is a mistake.
function replay(earlier: { id: string; body: string }, body: string): Response {
  if (earlier.body === body) return Response.json({ id: earlier.id });
  return refuse(
    409,
    "invalid_idempotent_request",
    "Same idempotency key used with a different request payload",
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(statusCode: number, name: string, message: string): Response {
  return Response.json({ statusCode, name, message }, { status: statusCode });
}
