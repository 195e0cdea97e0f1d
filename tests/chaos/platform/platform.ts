// The whole product on one machine, with everything that can fail within reach: the embedded stack with its cron and net worker, doors before
// the functions and before the database, stand-ins for model, mail provider and executor, and executors that report.
import { ModelServer } from "../../../local/model-server/model-server.ts";
import type { LogEntry } from "../../../local/log.ts";
import { type Project, startProject, type TestUser } from "../../support/project.ts";
import { Random } from "../../support/random.ts";
import { createTrader, type FilterName, FILTERS } from "../../support/traders.ts";
import { codeSha256 } from "../../../clients/typescript/event.ts";
import { startApiProxy } from "../api-proxy.ts";
import { type LoadingExecutor, startLoadingExecutor } from "../loading-executor.ts";
import type { OnMoment } from "../moment.ts";
import { type Door, startDoor } from "./door.ts";
import { type MailProvider, startMailProvider } from "./mail-provider.ts";
import { MODEL_TIMEOUT_MS, type ModelTrouble, stepOf } from "./model.ts";
import { Records } from "./records.ts";
import { ReportingExecutor } from "./reporting.ts";
import { REPORTERS } from "./schedule.ts";

export interface Platform extends AsyncDisposable {
  project: Project;
  records: Records;
  executor: LoadingExecutor;
  model: ModelServer;
  modelTrouble: ModelTrouble | undefined;
  mail: MailProvider;
  /** What callers, and what the database, reach the functions through. */
  front: Door;
  bells: Door;
  reporters: ReportingExecutor[];
  users: TestUser[];
  traders: OwnedTrader[];
  /** Filters that fail, by the hash of their code. */
  broken: Map<string, FilterName>;
  /** Told of each step of the functions towards the database; whoever says yes has it end there. */
  watchers: Set<OnMoment>;
}

export interface OwnedTrader {
  id: string;
  user: TestUser;
}

export interface Size {
  users: number;
  tradersOfEach: number;
}

export const DEADLOCKS = "deadlocks";
const EXECUTOR_TOKEN = "executor-token-0123456789";
const KINDS: FilterName[] = ["missingFunction", "missingNilCheck", "endless", "noTrades"];

/** Starts it all on free ports; `seed` chooses whose requests are lost. */
export async function startPlatform(seed: number, { users, tradersOfEach }: Size): Promise<Platform> {
  await using cleanup = new AsyncDisposableStack();
  const records = new Records();
  const watchers = new Set<OnMoment>();
  const onMoment: OnMoment = async (moment) => {
    for (const watcher of watchers) {
      if (await watcher(moment)) return true;
    }
    return false;
  };
  const api = cleanup.use(startApiProxy(onMoment));
  const executor = cleanup.use(startLoadingExecutor(() => Promise.resolve(false)));
  const model = cleanup.use(
    new ModelServer({ model: [(call) => stepOf(platform.modelTrouble, call, records)] }),
  );
  const mail = cleanup.use(startMailProvider(records));
  const front = cleanup.use(startDoor(new Random(seed + 1), records));
  const bells = cleanup.use(startDoor(new Random(seed + 2), records));
  const project = cleanup.use(
    await startProject({
      SUPABASE_URL: api.url,
      EXECUTOR_URL: executor.url,
      EXECUTOR_TOKEN,
      RESEND_BASE_URL: mail.url,
      OPENAI_API_KEY: "model-key-0123456789",
      OPENAI_BASE_URL: model.openaiUrl,
      OPENAI_TIMEOUT_MS: String(MODEL_TIMEOUT_MS),
      // So dear that caps of some dollars are reached.
      OPENAI_PRICE_INPUT_PER_MTOK: "5",
      OPENAI_PRICE_OUTPUT_PER_MTOK: "40",
    }, {
      configEnv: { RECOVERY_FUNCTIONS_URL: `${bells.url}/functions/v1` },
      onLog: (entry) => note(entry),
    }),
  );
  const { stack } = project;
  api.target = front.target = bells.target = stack.apiUrl;
  mail.target = stack.mailUrl;
  executor.database = stack.sql;
  const reporters: ReportingExecutor[] = [];
  for (let number = 0; number < REPORTERS; number++) {
    const url = `${front.url}/functions/v1/record-error`;
    reporters.push(cleanup.use(await ReportingExecutor.open(url, project.recordErrorSecret)));
  }
  // Mails wait for nothing that belongs into them, and readers are not left alone; what is gathered over hours is tested elsewhere.
  await stack.sql`update private.settings set email_gather = '1 second', quiet_after_read = '0'`;

  const running = cleanup.move();
  const platform: Platform = {
    project,
    records,
    executor,
    model,
    modelTrouble: undefined,
    mail,
    front,
    bells,
    reporters,
    users: [],
    traders: [],
    broken: new Map(),
    watchers,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
  function note({ source, message }: LogEntry): void {
    if (source === "postgres" && message.includes("deadlock detected")) records.count(DEADLOCKS);
    if (source === "functions" && message.includes("database_failed")) records.witness(message);
  }
  try {
    await populate(platform, users, tradersOfEach);
    return platform;
  } catch (error) {
    await running.disposeAsync();
    throw error;
  }
}

async function populate(platform: Platform, users: number, tradersOfEach: number): Promise<void> {
  const { project, records } = platform;
  for (const kind of KINDS) platform.broken.set(await codeSha256(FILTERS[kind].code, ""), kind);
  for (let number = 0; number < users; number++) {
    const user = await project.createUser();
    platform.users.push(user);
    // Each begins with a cap of its own, so that none is reached by all at once.
    const cap = 1 + number;
    records.allow(user.id, cap);
    await user.client.from("recovery_preferences").insert({ user_id: user.id, daily_cost_cap_usd: cap })
      .throwOnError();
    const preferences = { user_id: user.id, email_frequency: "immediate" };
    await user.client.from("notification_preferences").insert(preferences).throwOnError();
    for (let place = 0; place < tradersOfEach; place++) {
      const kind = KINDS[place % KINDS.length] ?? "endless";
      platform.traders.push({ id: await createTrader(project, user, kind), user });
    }
  }
  await platform.executor.load(platform.traders.map(({ id }) => id));
}
