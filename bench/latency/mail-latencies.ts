// From the report of a trader's first error to the mail about it at the provider, by the clock of this machine.
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Measured } from "./protocol.ts";

const LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 100;

const mailsSchema = z.array(z.object({ received_at: z.string(), text: z.string().nullable() }));

/** Milliseconds for each of the broken traders; one of whom no mail came counts for as long as was waited. */
export async function mailLatencies(mailUrl: string, broken: Measured["broken"]): Promise<number[]> {
  const deadline = performance.now() + LIMIT_MS;
  for (;;) {
    const firstMails = await readFirstMails(mailUrl);
    const isLate = performance.now() > deadline;
    if (isLate || broken.every(({ trader_id }) => firstMails.has(trader_id))) {
      return broken.map(({ trader_id, at }) => (firstMails.get(trader_id) ?? Date.now()) - at);
    }
    await delay(LOOK_EVERY_MS);
  }
}

/** When the first mail that links to each trader arrived, in milliseconds since 1970. */
async function readFirstMails(mailUrl: string): Promise<Map<string, number>> {
  const mails = mailsSchema.parse(await (await fetch(`${mailUrl}/api/mails`)).json());
  const first = new Map<string, number>();
  // Newest first, so the earliest of a trader is written last.
  for (const { received_at, text } of mails) {
    for (const [, trader = ""] of (text ?? "").matchAll(/\/traders\/([\da-f-]{36})/g)) {
      first.set(trader, Date.parse(received_at));
    }
  }
  return first;
}
