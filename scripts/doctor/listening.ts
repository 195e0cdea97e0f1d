import type { Synthetic } from "./synthetic.ts";

const JOIN_LIMIT_MS = 15_000;

/** A user's page as far as Realtime sees it. */
export interface Listening extends AsyncDisposable {
  isJoined: boolean;
  /** Why not: the status of the channel and what came with it. */
  why: string;
  /** Whether something was announced, or is within so many ms. */
  heard(limitMs: number): Promise<boolean>;
}

/** Joins the channel of a user. Never throws for what Realtime does. */
export async function listen({ owner, userId, token }: Synthetic, signal: AbortSignal): Promise<Listening> {
  await owner.realtime.setAuth(token);
  const announced = Promise.withResolvers<true>();
  const joined = Promise.withResolvers<{ isJoined: boolean; why: string }>();
  const giveUp = (): void => joined.resolve({ isJoined: false, why: "no answer" });
  const limit = setTimeout(giveUp, JOIN_LIMIT_MS);
  signal.addEventListener("abort", giveUp, { once: true });
  const channel = owner.channel(`user:${userId}`, { config: { private: true } })
    .on("broadcast", { event: "*" }, () => announced.resolve(true))
    .subscribe((status, error) => {
      joined.resolve({
        isJoined: status === "SUBSCRIBED",
        why: [status, error?.message].filter(Boolean).join(": "),
      });
    });
  const result = await joined.promise;
  clearTimeout(limit);
  return {
    ...result,
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
