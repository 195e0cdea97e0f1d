// A server whose owner was killed lives on. It is stopped twice over: by a guard that outlives its owner, and by the next
// run on the same data folder.
import { join } from "node:path";

const STOP_LIMIT_MS = 10_000;

/** Stops a server that still runs on this data folder, as its postmaster.pid tells. */
export async function stopLeftover(folder: string): Promise<void> {
  const file = join(folder, "postmaster.pid");
  const pid = Number((await Deno.readTextFile(file).catch(() => "")).split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !await isPostgres(pid)) return;
  const deadline = Date.now() + STOP_LIMIT_MS;
  // Fast shutdown first; one that hangs loses its turn halfway to the limit.
  Deno.kill(pid, "SIGINT");
  while (await isPostgres(pid)) {
    const left = deadline - Date.now();
    if (left < 0) {
      throw new Error(`Cannot stop the Postgres that runs on ${folder}: end process ${pid} yourself`);
    }
    if (left < STOP_LIMIT_MS / 2) Deno.kill(pid, "SIGQUIT");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// Process ids are reused: after a reboot the number in the file may be anybody's.
async function isPostgres(pid: number): Promise<boolean> {
  const { success, stdout } = await new Deno.Command("ps", {
    args: ["-o", "stat=,comm=", "-p", String(pid)],
    stderr: "null",
  }).output();
  const [state = "", command = ""] = new TextDecoder().decode(stdout).trim().split(/\s+/);
  return success && !state.startsWith("Z") && command.includes("postgres");
}

/** Ends the server when this process ends in whatever way, and removes the folder too if it is a temporary one. */
export function guardAgainstOrphans(folder: string, temporary: string | undefined): AsyncDisposable {
  if (Deno.build.os === "windows") return { [Symbol.asyncDispose]: (): Promise<void> => Promise.resolve() };
  // The kernel closes the pipe at `cat` when its writer is gone, also after kill -9.
  const script = `cat > /dev/null
    read -r pid < "$0/postmaster.pid" && kill -QUIT "$pid" && sleep 1
    [ -z "$1" ] || rm -rf "$1"`;
  const guard = new Deno.Command("sh", {
    args: ["-c", script, folder, temporary ?? ""],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  guard.unref();
  return {
    // Once the server is stopped the script finds nothing to end; waiting keeps it away from the next run's server.
    async [Symbol.asyncDispose](): Promise<void> {
      guard.ref();
      await guard.stdin.close();
      await guard.status;
    },
  };
}
