import type { Synthetic } from "./synthetic.ts";

/** A project that was idle refuses the first join, while it opens its connection; the client tries again by itself. */
const JOIN_LIMIT_MS = 10_000;

/** A user's page as far as Realtime sees it. */
export interface Listening extends AsyncDisposable {
  isJoined: boolean;
  /** Why not: the last status of the channel and what came with it. */
  why: string;
  /** Whether something was announced, or is within so many ms. */
  heard(limitMs: number): Promise<boolean>;
}

/** Joins the channel of a user. Never throws for what Realtime does. */
export async function listen({ owner, userId, token }: Synthetic, signal: AbortSignal): Promise<Listening> {
  await owner.realtime.setAuth(token);
  const announced = Promise.withResolvers<true>();
  const joined = Promise.withResolvers<boolean>();
  let why = "no answer";
  const giveUp = (): void => joined.resolve(false);
  const limit = setTimeout(giveUp, JOIN_LIMIT_MS);
  signal.addEventListener("abort", giveUp, { once: true });
  const channel = owner.channel(`user:${userId}`, { config: { private: true } });
  channel
    .on("broadcast", { event: "*" }, () => announced.resolve(true))
    .subscribe((status, error) => {
      if (status === "SUBSCRIBED") joined.resolve(true);
      else why = [status, error?.message].filter(Boolean).join(": ");
    });
  const isJoined = await joined.promise;
  clearTimeout(limit);
  return {
    isJoined,
    why,
    heard: async (limitMs) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const silence = new Promise<false>((resolve) => timer = setTimeout(() => resolve(false), limitMs));
      const came = await Promise.race([announced.promise, silence]);
      clearTimeout(timer);
      return came;
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await channel.unsubscribe();
      owner.realtime.disconnect();
    },
  };
}
