// An executor that holds the code it runs, which it reads from the database when it is told to reload, one reload after the other. How
// it answers is scripted.
import type { Sql } from "postgres";
import { type LocalServer, serveLocally } from "../../local/executor/local-server.ts";
import type { OnMoment } from "./moment.ts";

/** Code that the executor ran, from a time on until the next. */
export interface Run {
  sha256: string;
  from: Date;
}

/** Answers a reload; `load` takes over what the database holds and gives its hash. */
export type Reaction = (load: () => Promise<string>) => Promise<Response>;

export interface LoadingExecutor extends LocalServer {
  /** Where it reads traders from, once that is known. */
  database: Sql | undefined;
  /** Reloads that were asked for, by trader. */
  reloads: Map<string, number>;
  /** What to do at a trader's next reloads, in turn; it loads and says so when there is nothing left. */
  scripts: Map<string, Reaction[]>;
  /** Loads these traders, as when the executor starts. */
  load(traderIds: readonly string[]): Promise<void>;
  /** All that it has run of a trader, the latest last. */
  runs(traderId: string): readonly Run[];
  /** Hash of the code that it runs. */
  running(traderId: string): string | undefined;
}

export const takes: Reaction = async (load) =>
  Response.json({ success: true, message: "Reloaded", code_sha256: await load() });

export function startLoadingExecutor(onMoment: OnMoment): LoadingExecutor {
  const runs = new Map<string, Run[]>();
  let turn: Promise<unknown> = Promise.resolve();

  async function loadNow(traderIds: readonly string[]): Promise<void> {
    if (executor.database === undefined) throw new Error("The executor has no database yet");
    const rows = await executor.database<{ id: string; sha256: string }[]>`
      select t.id, private.code_sha256(f.filter ->> 'code', f.filter ->> 'seriesCode') as sha256
      from public.traders as t cross join private.filter_object(t.filter) as f (filter)
      where t.id = any (${traderIds as string[]})`;
    for (const { id, sha256 } of rows) runs.set(id, [...runs.get(id) ?? [], { sha256, from: new Date() }]);
  }

  const running = (traderId: string): string | undefined => runs.get(traderId)?.at(-1)?.sha256;

  /** Two never overlap, or the one that read older code could come last. */
  async function load(traderIds: readonly string[]): Promise<void> {
    const mine = turn.then(() => loadNow(traderIds));
    turn = mine.catch(() => {});
    await mine;
  }

  async function answer(request: Request): Promise<Response> {
    const [, traderId] = /^\/api\/v1\/traders\/([^/]+)\/reload$/.exec(new URL(request.url).pathname) ?? [];
    if (traderId === undefined) return Response.json({ error: "no such route" }, { status: 404 });
    executor.reloads.set(traderId, 1 + (executor.reloads.get(traderId) ?? 0));
    if (await onMoment("before reload")) return new Response(null, { status: 503 });
    const react = executor.scripts.get(traderId)?.shift() ?? takes;
    const response = await react(() => load([traderId]).then(() => running(traderId) ?? ""));
    await onMoment("after reload");
    return response;
  }

  const executor: LoadingExecutor = {
    database: undefined,
    reloads: new Map(),
    scripts: new Map(),
    load,
    runs: (traderId) => runs.get(traderId) ?? [],
    running,
    ...serveLocally(0, "", answer),
  };
  return executor;
}
