// What a release writes into a project's supabase folder, and what it must not touch there.
import { createHash } from "node:crypto";
import { z } from "zod";

/** Kept in the project: what the last release put there, so that the next one knows it from the project's own. */
export const manifestSchema = z.object({
  version: z.string(),
  /** SHA-256 by path below supabase/. */
  files: z.record(z.string(), z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Texts by path below supabase/. */
export type Files = ReadonlyMap<string, string>;

export interface Plan {
  write: string[];
  remove: string[];
  /** Why nothing may be written; empty where everything may. */
  conflicts: string[];
}

/**
 * @param wanted what the release consists of
 * @param found what the project has of `wanted` and of the last release, and the entries of the functions that are wanted
 */
export function planRelease(wanted: Files, found: Files, last: Manifest | null): Plan {
  const ours = new Map(Object.entries(last?.files ?? {}));
  const isUntouched = (path: string): boolean => sha256(found.get(path) ?? "") === ours.get(path);
  const write = [...wanted].filter(([path, text]) => found.get(path) !== text).map(([path]) => path);
  const old = [...ours.keys()].filter((path) => !wanted.has(path) && found.has(path));
  const folders = new Set([...wanted.keys()].flatMap((path) => folderOf(path) ?? []));
  const strangers = [...found.keys()].filter((path) =>
    !wanted.has(path) && !ours.has(path) && folders.has(folderOf(path) ?? "")
  );
  const changed = [...write, ...old].filter((path) => found.has(path) && !isUntouched(path));
  return {
    write,
    remove: old,
    conflicts: [
      ...strangers.map((path) =>
        `supabase/${path} is the project's own. Rename that function, or give --keep ${
          path.split("/")[1]
        } for it to stay in place of this product's`
      ),
      ...changed.map((path) =>
        ours.has(path)
          ? `supabase/${path} was changed since the last release. Put it back, or move the change elsewhere`
          : `supabase/${path} is the project's own. Rename it`
      ),
    ],
  };
}

/** The folder of the function that a path belongs to. */
function folderOf(path: string): string | undefined {
  return /^functions\/[^/]+(?=\/)/.exec(path)?.[0];
}

export function manifestOf(version: string, wanted: Files): Manifest {
  return { version, files: Object.fromEntries([...wanted].map(([path, text]) => [path, sha256(text)])) };
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
