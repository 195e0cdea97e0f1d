// What users have typed into the editor, by repair. A reload or a session that ends must not cost it, so this tab's storage keeps it.
import { useSyncExternalStore } from "react";
import * as z from "zod/mini";

const draftSchema = z.object({ code: z.string(), series_code: z.string() });
/** The code of both components as it stands in the editor. */
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

  get(fixId: string): Draft | null {
    let draft = this.#drafts.get(fixId);
    if (draft === undefined) this.#drafts.set(fixId, draft = this.#stored(fixId));
    return draft;
  }

  set(fixId: string, draft: Draft): void {
    this.#change(fixId, draft, (storage) => storage.setItem(nameOf(fixId), JSON.stringify(draft)));
  }

  remove(fixId: string): void {
    this.#change(fixId, null, (storage) => storage.removeItem(nameOf(fixId)));
  }

  listen = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #change(fixId: string, draft: Draft | null, keep: (storage: Storage) => void): void {
    this.#drafts.set(fixId, draft);
    try {
      keep(this.#storage());
    } catch {
      // Storage may be blocked or full; the draft then lasts as long as the page.
    }
    for (const listener of this.#listeners) listener();
  }

  #stored(fixId: string): Draft | null {
    try {
      return draftSchema.parse(JSON.parse(this.#storage().getItem(nameOf(fixId)) ?? "null"));
    } catch {
      return null;
    }
  }
}

function nameOf(fixId: string): string {
  return `draft:${fixId}`;
}

export const drafts = new Drafts(() => sessionStorage);

/** The draft of the first of the repairs that has one, the latest first. */
export function useDraft<Fix extends { id: string }>(
  fixes: readonly Fix[],
): { fix: Fix; draft: Draft } | null {
  const find = (): Fix | undefined => fixes.find(({ id }) => drafts.get(id) !== null);
  const draft = useSyncExternalStore(drafts.listen, () => {
    const fix = find();
    return fix === undefined ? null : drafts.get(fix.id);
  });
  const fix = find();
  return fix === undefined || draft === null ? null : { fix, draft };
}
