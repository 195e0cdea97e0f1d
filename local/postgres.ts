// A real Postgres 17 on a data folder: made on first use, restarted when it dies, gone when this process is.
import { join } from "node:path";
import { exists, removeFolder } from "./files.ts";
import { errorMessage, type Log, readLines } from "./log.ts";
import { HOST } from "./ports.ts";
import { type PostgresBinaries, preparePostgres } from "./postgres-binaries.ts";
import { stopLeftover } from "./postgres-leftover.ts";
import { giveTo, type ProcessUser, unprivilegedUser } from "./process-user.ts";

const START_LIMIT_MS = 30_000;
const START_ATTEMPTS = 3;
const READY = "database system is ready to accept connections";

const SETTINGS = [
  // A killed process loses nothing that the kernel already holds, so acknowledged commits survive `kill -9` without
  // fsync. Only a power cut could lose them. synchronous_commit stays on: off would keep them in Postgres' own memory.
  "fsync=off",
  "full_page_writes=off",
  `listen_addresses=${HOST}`,
  "unix_socket_directories=",
  "max_connections=200",
  "wal_level=minimal",
  "max_wal_senders=0",
  "lc_messages=C",
  "timezone=UTC",
];

export interface PostgresOptions {
  /** Holds the cluster. Created when it does not exist. */
  folder: string;
  /** Chooses the port; asked again when somebody took it before Postgres could. */
  port: () => number;
  /** The superuser's password. */
  password: string;
  onLog: Log;
}

// Wrapped, because a promise that an async function returns would be awaited with it.
interface Running {
  exited: Promise<unknown>;
}

export class Postgres {
  port = 0;
  /** Called whenever the server is gone, stopped or dead. */
  onExit = (): void => {};
  /** Called whenever it accepts connections again. */
  onReturn = (): void => {};
  #child: Deno.ChildProcess | undefined;
  #supervision: Promise<void> = Promise.resolve();
  #wanted = false;

  private constructor(
    private readonly options: PostgresOptions,
    private readonly binaries: PostgresBinaries,
    private readonly user: ProcessUser,
  ) {}

  /** Makes the cluster if there is none, stops a server that an earlier run left on it, and starts. */
  static async open(options: PostgresOptions): Promise<Postgres> {
    const [binaries, user] = await Promise.all([preparePostgres(), unprivilegedUser()]);
    const postgres = new Postgres(options, binaries, user);
    await stopLeftover(options.folder);
    await postgres.#initialise();
    for (let attempt = 1;; attempt++) {
      postgres.port = options.port();
      try {
        await postgres.start();
        return postgres;
      } catch (error) {
        if (attempt === START_ATTEMPTS || !errorMessage(error).includes("Address already in use")) {
          throw error;
        }
      }
    }
  }

  /** The postmaster's process id while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const running = await this.#spawn();
    this.#wanted = true;
    this.#supervision = this.#supervise(running);
  }

  /** Ends all sessions and waits until the server is gone. */
  async stop(): Promise<void> {
    this.#wanted = false;
    signal(this.#child, "SIGINT");
    await this.#supervision;
  }

  // The cluster is made beside its final place and moved there whole, so an interrupted first run leaves nothing that the
  // next could mistake for one.
  async #initialise(): Promise<void> {
    const { folder, password } = this.options;
    if (await exists(join(folder, "PG_VERSION"))) return;
    const draft = `${folder}.new`;
    const passwordFile = `${folder}.password`;
    await removeFolder(draft);
    await Deno.mkdir(draft, { mode: 0o700, recursive: true });
    await Deno.writeTextFile(passwordFile, password);
    await Promise.all([draft, passwordFile].map((path) => giveTo(this.user, path)));
    try {
      const { success, stderr } = await new Deno.Command(this.binaries.initdb, {
        args: [
          `--pgdata=${draft}`,
          "--username=supabase_admin",
          `--pwfile=${passwordFile}`,
          "--auth=password",
          "--encoding=UTF8",
          "--locale=C",
          "--no-sync",
        ],
        ...this.user,
        stdin: "null",
        stdout: "null",
        stderr: "piped",
      }).output();
      if (!success) {
        throw new Error(`Cannot create a database in ${folder}: ${new TextDecoder().decode(stderr).trim()}`);
      }
    } finally {
      await Deno.remove(passwordFile);
    }
    const vaultKey = join(draft, "vault.key");
    await Deno.writeTextFile(vaultKey, crypto.getRandomValues(new Uint8Array(32)).toHex(), { mode: 0o600 });
    await giveTo(this.user, vaultKey);
    await Deno.rename(draft, folder);
  }

  /** Resolves when the server accepts connections. */
  async #spawn(): Promise<Running> {
    const child = new Deno.Command(this.binaries.postgres, {
      args: [
        "-D",
        this.options.folder,
        "-p",
        String(this.port),
        ...SETTINGS.flatMap((setting) => ["-c", setting]),
      ],
      ...this.user,
      cwd: this.options.folder,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
      // Its own process group: a Ctrl-C in the terminal must reach the server through stop() alone, after its clients.
      detached: true,
    }).spawn();
    this.#child = child;
    const ready = Promise.withResolvers<void>();
    const output: string[] = [];
    const drained = readLines(child.stderr, (line) => {
      if (output.push(line) > 50) output.shift();
      if (line.includes(READY)) ready.resolve();
      this.options.onLog({ source: "postgres", level: levelOf(line), message: line });
    });
    const exited = Promise.all([child.status, drained]).then(() => {
      ready.reject(new Error(`Postgres stopped while starting: ${output.join("\n") || "it wrote nothing"}`));
    });
    const limit = setTimeout(() => {
      ready.reject(
        new Error(`Postgres was not ready within ${START_LIMIT_MS / 1000} s: ${output.join("\n")}`),
      );
      signal(child, "SIGKILL");
    }, START_LIMIT_MS);
    try {
      await ready.promise;
      this.onReturn();
    } finally {
      clearTimeout(limit);
    }
    return { exited };
  }

  // A hosted database comes back by itself after a crash, so this one does too.
  async #supervise(first: Running): Promise<void> {
    let running = first;
    while (true) {
      await running.exited;
      this.#child = undefined;
      this.onExit();
      if (!this.#wanted) return;
      this.options.onLog({
        source: "postgres",
        level: "warning",
        message: "Postgres died: starting it again",
      });
      try {
        running = await this.#spawn();
      } catch (error) {
        // Orphaned backends of a killed postmaster hold its shared memory for a moment.
        this.options.onLog({ source: "postgres", level: "error", message: String(error) });
        running = { exited: new Promise((resolve) => setTimeout(resolve, 200)) };
      }
    }
  }
}

// A failed statement is its caller's affair, who has been told; the server's own troubles are ours.
function levelOf(line: string): "debug" | "error" {
  return /\b(FATAL|PANIC): {2}/.test(line) ? "error" : "debug";
}

function signal(child: Deno.ChildProcess | undefined, name: Deno.Signal): void {
  try {
    child?.kill(name);
  } catch (error) {
    // A child that has just exited cannot be signalled, and need not be.
    if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
  }
}
