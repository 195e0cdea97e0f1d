// Postgres refuses to run as root, which is what containers usually are: there it runs as an ordinary user.
export interface ProcessUser {
  uid?: number;
  gid?: number;
}

/** The user to run Postgres as: nobody in particular, unless this process is root. */
export async function unprivilegedUser(): Promise<ProcessUser> {
  if (Deno.uid() !== 0) return {};
  const passwd = await Deno.readTextFile("/etc/passwd");
  // `nobody` exists on every Linux, so no user has to be created on somebody's machine.
  for (const wanted of ["postgres", "nobody"]) {
    const [, , uid, gid] = passwd.split("\n").find((line) => line.startsWith(`${wanted}:`))?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("Cannot start Postgres as root: add a user named postgres, or run as another user");
}

/** Hands a path to that user. */
export async function giveTo(user: ProcessUser, path: string): Promise<void> {
  if (user.uid !== undefined && user.gid !== undefined) await Deno.chown(path, user.uid, user.gid);
}
