// The demo that stays up: the executor runs every ten seconds, and what follows from it is logged as it happens.
import { setTimeout as delay } from "node:timers/promises";
import { errorMessage } from "../log.ts";
import { serveLocally } from "../executor/local-server.ts";
import { serveWebApp } from "../web-app/serve.ts";
import { acceptFix } from "./accept-fix.ts";
import type { DemoSession } from "./demo-session.ts";
import { LoopWatcher } from "./loop-watcher.ts";
import type { DemoPorts } from "./options.ts";
import { acceptable } from "./settled.ts";

const tickMs = 10_000;
const lookMs = 1_000;

export interface InteractiveOptions {
  ports: DemoPorts;
  accept: boolean;
  signal: AbortSignal;
}

/** Returns when the signal is aborted. */
export async function runInteractive(session: DemoSession, options: InteractiveOptions): Promise<void> {
  const { executor, links, log, login, operator, webApp } = session;
  const { accept, ports, signal } = options;
  await using app = serveLocally(ports.page, "--page-port", (request) => serveWebApp(request, webApp));
  log(`app        ${app.url}`);
  for (const { label, url } of links) log(`${label.padEnd(10)} ${url}`);
  log(`trader     ${login.email} / ${login.password}`);
  log(`operator   ${operator.email} / ${operator.password}`);
  log(
    accept
      ? "Validated fixes are accepted automatically."
      : "Fixes wait for you; --accept accepts validated ones.",
  );

  await Promise.all([
    repeat(tickMs, async () => void await executor.tick(), { log, signal }),
    repeat(lookMs, watchAndAccept(session, options), { log, signal }),
  ]);
}

function watchAndAccept(
  { executor, log, user }: DemoSession,
  { accept, signal }: InteractiveOptions,
): () => Promise<void> {
  const watcher = new LoopWatcher({ client: user, nameOf: executor.nameOf, log, signal });
  return async () => {
    const state = await watcher.look();
    if (accept) { for (const fix of acceptable(state)) await acceptFix(user, fix, signal); }
  };
}

/** One failure, such as an exchange that does not answer for a moment, does not end the demo. */
async function repeat(
  everyMs: number,
  action: () => Promise<void>,
  { log, signal }: { log: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const startedAt = performance.now();
    await action().catch((error) => signal.aborted || log(`trouble    ${errorMessage(error)}`));
    const left = everyMs - (performance.now() - startedAt);
    await delay(Math.max(0, left), undefined, { signal }).catch(() => {});
  }
}
