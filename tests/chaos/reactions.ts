// Ways in which an executor answers a reload, good and bad, and some in which it only seems to.
import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "../support/random.ts";
import { type Reaction, takes } from "./loading-executor.ts";

const REACTIONS: Record<string, Reaction> = {
  takes,
  "takes without a hash": async (load) => {
    await load();
    return Response.json({ success: true, message: "Reloaded" });
  },
  "still runs other code": () =>
    Promise.resolve(Response.json({ success: true, code_sha256: "0".repeat(64) })),
  "is in trouble": () => Promise.resolve(new Response("oops", { status: 500 })),
  "is asleep": () => Promise.resolve(new Response("machine is stopped", { status: 503 })),
  refuses: () => Promise.resolve(Response.json({ error: "code validation failed: 1:1" }, { status: 400 })),
  "knows no such trader": () => Promise.resolve(Response.json({ error: "no such trader" }, { status: 404 })),
  "is another app": () => Promise.resolve(new Response("<h1>Not found</h1>", { status: 404 })),
  "is cut off before": () => Promise.resolve(cut()),
  "is cut off after": async (load) => {
    await load();
    return cut();
  },
};

/** One of them, which is counted; a good part take the code, and a third are slow, before or after they load it. */
export function reactionOf(random: Random, count: (what: string) => void): Reaction {
  const name = random.chance(0.4) ? "takes" : random.pick(Object.keys(REACTIONS));
  const react = REACTIONS[name] ?? takes;
  const [before, after] = random.chance(0.3) ? [random.whole(0, 200), random.whole(0, 200)] : [0, 0];
  return async (load) => {
    count(`executor ${name}${before + after > 0 ? ", slowly" : ""}`);
    await delay(before);
    const response = await react(load);
    await delay(after);
    return response;
  };
}

/** An answer whose connection is cut in the middle. */
export function cut(): Response {
  // Shorter than it says. A stream that fails would do the same, but the server prints why.
  const half = new ReadableStream({
    start(controller): void {
      controller.enqueue(new TextEncoder().encode("{"));
      controller.close();
    },
  });
  return new Response(half, { headers: { "Content-Type": "application/json", "Content-Length": "100" } });
}
