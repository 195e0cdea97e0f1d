// Postgres 15 as Debian packages it. The server finds its share folder relative to its own path, so a copy of the binary
// among links to the rest can have the stand-in extensions beside the real ones.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { exists } from "../../local/files.ts";
import { DB_PASSWORD } from "../../local/keys.ts";
import { readLines } from "../../local/log.ts";
import { freePort, HOST } from "../../local/ports.ts";
import { giveTo, unprivilegedUser } from "../../local/process-user.ts";

const LIBRARY = "/usr/lib/postgresql/15";
const SHARE = "/usr/share/postgresql/15";
const EXTENSIONS = fileURLToPath(new URL("../../local/extensions/", import.meta.url));
const LIMIT_MS = 30_000;

export interface Server {
  port: number;
  stop(): Promise<void>;
}

export async function hasPostgres15(): Promise<boolean> {
  return await exists(`${LIBRARY}/bin/postgres`) && await exists(`${SHARE}/extension`);
}

/** Makes a cluster in this folder, which the unprivileged user may pass through, and starts a server on it. */
export async function startPostgres15(folder: string): Promise<Server> {
  const user = await unprivilegedUser();
  const bin = await relocate(join(folder, "usr"));
  const data = join(folder, "data");
  const password = join(folder, "password");
  await Deno.mkdir(data, { mode: 0o700 });
  await Deno.writeTextFile(password, DB_PASSWORD);
  await Promise.all([data, password].map((path) => giveTo(user, path)));
  const made = await new Deno.Command(join(bin, "initdb"), {
    args: ["-D", data, "-U", "supabase_admin", `--pwfile=${password}`, "-A", "password", "-E", "UTF8", "-N"]
      .concat("--locale=C"),
    ...user,
    cwd: folder,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!made.success) {
    throw new Error(`initdb of Postgres 15 failed: ${new TextDecoder().decode(made.stderr)}`);
  }
  const vaultKey = join(data, "vault.key");
  await Deno.writeTextFile(vaultKey, "0".repeat(64), { mode: 0o600 });
  await giveTo(user, vaultKey);

  const port = freePort(0, "--db-port");
  const settings = [`listen_addresses=${HOST}`, "unix_socket_directories=", "fsync=off", "lc_messages=C"];
  const child = new Deno.Command(join(bin, "postgres"), {
    args: ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    ...user,
    cwd: data,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  await readiness(child);
  return {
    port,
    async stop(): Promise<void> {
      child.kill("SIGINT");
      await child.status;
    },
  };
}

async function readiness(child: Deno.ChildProcess): Promise<void> {
  const ready = Promise.withResolvers<void>();
  const lines: string[] = [];
  const fail = (why: string): void => ready.reject(new Error(`Postgres 15 ${why}: ${lines.join("\n")}`));
  void readLines(child.stderr, (line) => {
    lines.push(line);
    if (line.includes("database system is ready to accept connections")) ready.resolve();
  });
  void child.status.then(() => fail("ended while starting"));
  const limit = setTimeout(() => {
    fail("did not start in time");
    child.kill("SIGKILL");
  }, LIMIT_MS);
  await ready.promise.finally(() => clearTimeout(limit));
}

/** Lays out lib and share as Debian does, below `root`, and returns the folder of the binaries. */
async function relocate(root: string): Promise<string> {
  const library = join(root, "lib", "postgresql", "15");
  const share = join(root, "share", "postgresql", "15");
  const bin = join(library, "bin");
  const extensions = join(share, "extension");
  await Promise.all([bin, extensions].map((path) => Deno.mkdir(path, { recursive: true })));
  await Promise.all(
    ["initdb", "postgres"].map((name) => Deno.copyFile(`${LIBRARY}/bin/${name}`, join(bin, name))),
  );
  await Deno.symlink(`${LIBRARY}/lib`, join(library, "lib"));
  await link(SHARE, share, ["extension"]);
  await link(`${SHARE}/extension`, extensions);
  for await (const { name } of Deno.readDir(EXTENSIONS)) {
    await Deno.copyFile(join(EXTENSIONS, name), join(extensions, name));
    await Deno.chmod(join(extensions, name), 0o644);
  }
  return bin;
}

async function link(from: string, to: string, except: string[] = []): Promise<void> {
  for await (const { name } of Deno.readDir(from)) {
    if (!except.includes(name)) await Deno.symlink(join(from, name), join(to, name));
  }
}
