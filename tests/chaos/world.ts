// A project whose functions can die at any step of a deployment: what they ask of the database goes through a proxy, what they ask of the
// executor to one that runs the database's code, and both tell of each step before it is taken and before its answer is passed on.
import { type Project, startProject } from "../support/project.ts";
import { startApiProxy } from "./api-proxy.ts";
import { type LoadingExecutor, startLoadingExecutor } from "./loading-executor.ts";
import type { OnMoment } from "./moment.ts";

export interface World extends AsyncDisposable {
  project: Project;
  executor: LoadingExecutor;
  onMoment: OnMoment;
}

const EXECUTOR_TOKEN = "executor-token-0123456789";

/** A stack on which nothing sweeps but the test. */
export async function startWorld(): Promise<World> {
  await using cleanup = new AsyncDisposableStack();
  const onMoment: OnMoment = (moment) => world.onMoment(moment);
  const api = cleanup.use(startApiProxy(onMoment));
  const executor = cleanup.use(startLoadingExecutor(onMoment));
  const project = cleanup.use(
    await startProject({ SUPABASE_URL: api.url, EXECUTOR_URL: executor.url, EXECUTOR_TOKEN }),
  );
  api.target = project.stack.apiUrl;
  executor.database = project.stack.sql;
  await project.stack.sql`select cron.unschedule(jobname) from cron.job`;
  const running = cleanup.move();
  const world: World = {
    project,
    executor,
    onMoment: () => Promise.resolve(false),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
  return world;
}
