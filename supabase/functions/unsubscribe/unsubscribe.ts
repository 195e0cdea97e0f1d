import * as z from "zod";
import { callDatabase } from "../_shared/database.ts";
import { appUrl, requireEnv } from "../_shared/env.ts";
import { ApiError } from "../_shared/errors.ts";
import type { Logger } from "../_shared/log.ts";
import { unsubscribePage, verifyUnsubscribe } from "../_shared/unsubscribe-token.ts";

function tokenOf(request: Request): string {
  return new URL(request.url).searchParams.get("token") ?? "";
}

/** The user whom the link was made for; 403 when it was not made here, or with a secret that is no longer in use. */
export function userOfToken(request: Request): string {
  const userId = verifyUnsubscribe(tokenOf(request), requireEnv("WEBHOOK_SECRET"));
  if (userId !== null) return userId;
  throw new ApiError(
    403,
    "invalid_token",
    "Cannot switch e-mail off by this link: it is damaged or too old. Sign in and switch it off in your settings",
  );
}

export const unsubscribedSchema = z.object({ status: z.literal("unsubscribed") });

/** Switches e-mail off; what is not sent yet is not sent any more. Twice is once. */
export async function stopEmails(userId: string, log: Logger): Promise<z.infer<typeof unsubscribedSchema>> {
  await callDatabase("stop_emails", { user_id: userId }, z.boolean(), log);
  return { status: "unsubscribed" };
}

/** Leads whoever opens the link to the app's page with the button. */
export function confirmationPage(request: Request): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: unsubscribePage(tokenOf(request), appUrl()), "Referrer-Policy": "no-referrer" },
  });
}
