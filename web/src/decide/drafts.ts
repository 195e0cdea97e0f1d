// What users have typed into the editor, by user and repair. A reload or a session that ends must not cost it, so this tab's storage keeps it.
import { useSyncExternalStore } from "react";
import * as z from "zod/mini";

const codeSchema = z.object({ code: z.string(), series_code: z.string() });
/** The code of both components. */
export type Code = z.infer<typeof codeSchema>;

/** The code as it stands in the editor, and what it began with: a repair may go on meanwhile. `code_sha256`: of what was shown then. */
const draftSchema = z.extend(codeSchema, { start: codeSchema, code_sha256: z.string() });
export type Draft = z.infer<typeof draftSchema>;

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

/** A repair that has a draft is being edited. */
export class Drafts {
  readonly #drafts = new Map<string, Draft | null>();
  readonly #listeners = new Set<() => void>();
  readonly #storage: () => Storage;

  constructor(storage: () => Storage) {
    this.#storage = storage;
  }

  get(userId: string, fixId: string): Draft | null {
    const name = nameOf(userId, fixId);
    let draft = this.#drafts.get(name);
    if (draft === undefined) this.#drafts.set(name, draft = this.#stored(name));
    return draft;
  }

  set(userId: string, fixId: string, draft: Draft): void {
    const name = nameOf(userId, fixId);
    this.#change(name, draft, (storage) => storage.setItem(name, JSON.stringify(draft)));
  }

  remove(userId: string, fixId: string): void {
    const name = nameOf(userId, fixId);
    this.#change(name, null, (storage) => storage.removeItem(name));
  }

  listen = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #change(name: string, draft: Draft | null, keep: (storage: Storage) => void): void {
    this.#drafts.set(name, draft);
    try {
      keep(this.#storage());
    } catch {
      // Storage may be blocked or full; the draft then lasts as long as the page.
    }
    for (const listener of this.#listeners) listener();
  }

  #stored(name: string): Draft | null {
    try {
      return draftSchema.parse(JSON.parse(this.#storage().getItem(name) ?? "null"));
    } catch {
      return null;
    }
  }
}

function nameOf(userId: string, fixId: string): string {
  return `draft:${userId}:${fixId}`;
}

export const drafts = new Drafts(() => sessionStorage);

/** The user's draft of the first of the repairs that has one, the latest first. */
export function useDraft<Fix extends { id: string }>(
  userId: string,
  fixes: readonly Fix[],
): { fix: Fix; draft: Draft } | null {
  const find = (): Fix | undefined => fixes.find(({ id }) => drafts.get(userId, id) !== null);
  const draft = useSyncExternalStore(drafts.listen, () => {
    const fix = find();
    return fix === undefined ? null : drafts.get(userId, fix.id);
  });
  const fix = find();
  return fix === undefined || draft === null ? null : { fix, draft };
}
