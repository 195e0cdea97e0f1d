// A folder is used by one process at a time: its lock file names the process, and one that is gone holds nothing.
import { readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

export class SpoolLockedError extends Error {
  override name = "SpoolLockedError";

  constructor(folder: string, pid: string) {
    super(
      `Cannot use the spool ${folder}: process ${pid} uses it. Give each process a folder of its own, ` +
        "or close the first reporter",
    );
  }
}

/** Takes the folder; returns what gives it back. Throws a SpoolLockedError, or what the disk throws. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "lock");
  const me = `${process.pid} ${birthOf("self")}`;
  if (!claim(path, me)) {
    const holder = read(path);
    const [pid = "", ...birth] = holder.split(" ");
    if (isAlive(pid, birth.join(" "))) throw new SpoolLockedError(folder, pid);
    setAside(path, holder, folder);
    if (!claim(path, me)) throw new SpoolLockedError(folder, read(path).split(" ")[0] ?? "");
  }
  return () => {
    try {
      if (read(path) === me) unlinkSync(path);
    } catch {
      // A lock that cannot be taken away holds nobody up: its process will be gone.
    }
  };
}

/** False when there is a lock already. */
function claim(path: string, me: string): boolean {
  try {
    writeFileSync(path, me, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Removes a lock whose process is gone, but not one that another process has put there since. */
function setAside(path: string, holder: string, folder: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const moved = read(aside);
  if (moved === holder) return unlinkSync(aside);
  renameSync(aside, path);
  throw new SpoolLockedError(folder, moved.split(" ")[0] ?? "");
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function isAlive(pid: string, birth: string): boolean {
  if (!/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    // Whatever else is wrong, such as a process of another user, does not say that it is gone.
    if (codeOf(error) === "ESRCH") return false;
  }
  // Another process may have its number by now, above all after a restart of the machine.
  const now = birthOf(pid);
  return birth === "" || now === "" || now === birth;
}

/** What tells a process from others that had or will have its number; empty where the system does not say. */
function birthOf(pid: string): string {
  const boot = read("/proc/sys/kernel/random/boot_id").trim();
  // The 22nd field; the second may hold spaces and ends at the last parenthesis.
  const started = read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ")[19];
  return boot === "" || started === undefined ? "" : `${boot}/${started}`;
}

export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
