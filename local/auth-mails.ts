// Mails of the auth server, delivered to the mailbox. @supabase/lite takes the app for the API when it writes a link, and does not hear where
// the app wants the user back; both are put right here.
import type { EmailDriver } from "@supabase/lite";
import { AsyncLocalStorage } from "node:async_hooks";
import { escapeHtml } from "../supabase/functions/_shared/html.ts";
import type { AuthConfig } from "./auth-config.ts";
import type { Mailbox } from "./mailbox.ts";

const LINK = /https?:\/\/[^\s"'<]+\/auth\/v1\/verify\?[^\s"'<]*/g;
const FROM = "Trader Error Recovery <auth@example.com>";

export interface AuthMails {
  config: AuthConfig;
  driver: EmailDriver;
  /** Runs `act`; the links of mails that it causes lead to `redirectTo` in the end. */
  leadingTo<T>(redirectTo: string | null, act: () => Promise<T>): Promise<T>;
}

export function createAuthMails(config: AuthConfig, apiUrl: string, mailbox: Mailbox): AuthMails {
  const redirect = new AsyncLocalStorage<string | null>();

  function rightLink(link: string): string {
    const { pathname, searchParams } = new URL(link);
    const right = new URL(pathname, apiUrl);
    searchParams.set("redirect_to", redirect.getStore() ?? config.siteUrl);
    right.search = searchParams.toString();
    return right.href;
  }

  return {
    config,
    driver: {
      send({ to, subject, text, html }): Promise<void> {
        mailbox.deliver({
          from: FROM,
          to: [to],
          subject,
          text: text?.replace(LINK, rightLink) ?? null,
          html: html?.replace(LINK, (link) => escapeHtml(rightLink(link))) ?? null,
          headers: {},
          tags: {},
        });
        return Promise.resolve();
      },
    },
    leadingTo: (redirectTo, act) => redirect.run(redirectTo, act),
  };
}
