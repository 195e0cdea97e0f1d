// Failures that the mailbox plays, in turn, to whoever sends the next mails: tests say them over HTTP or in process.
import { z } from "zod";

const MAX_DELAY_MS = 600_000;

const stepsSchema = z.array(z.strictObject({
  status: z.int().min(200).max(599).default(500),
  body: z.json().default({ statusCode: 500, name: "application_error", message: "Scripted" }),
  headers: z.record(z.string(), z.string()).default({}),
  delay_ms: z.int().min(0).max(MAX_DELAY_MS).default(0),
  /** The mail is taken before the failing answer: taken, but the sender cannot know. */
  after: z.boolean().default(false),
  /** No answer before the client goes. */
  hang: z.boolean().default(false),
  /** Plays to mails for this address alone; else to the next mail. */
  to: z.string().optional(),
}));

/** As `POST /api/script` takes them. */
export type ScriptSteps = z.input<typeof stepsSchema>;

const recipientSchema = z.object({ to: z.union([z.string(), z.array(z.string())]) });

export interface ScriptStep {
  after: boolean;
  /** Comes when its time is over, or the client has gone. */
  answer(request: Request): Promise<Response>;
}

export class MailboxScript {
  #steps: z.infer<typeof stepsSchema> = [];

  /** What is wrong with the steps; null when they were taken. */
  add(steps: unknown): string | null {
    const { success, data, error } = stepsSchema.safeParse(steps);
    if (!success) return z.prettifyError(error);
    this.#steps.push(...data);
    return null;
  }

  /** The next step for this mail, which is used up by it. */
  take(mail: unknown): ScriptStep | undefined {
    const recipients = [recipientSchema.safeParse(mail).data?.to ?? []].flat();
    const index = this.#steps.findIndex(({ to }) => to === undefined || recipients.includes(to));
    const [step] = index < 0 ? [] : this.#steps.splice(index, 1);
    if (step === undefined) return undefined;
    const { after, status, body, headers } = step;
    const delayMs = step.hang ? MAX_DELAY_MS : step.delay_ms;
    return {
      after,
      answer: async (request): Promise<Response> => {
        if (delayMs > 0) await pause(delayMs, request.signal);
        return Response.json(body, { status, headers });
      },
    };
  }

  clear(): void {
    this.#steps = [];
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
