// The codes that Edge Functions answer with, from their source.
import { walk } from "./source-files.ts";

export interface SourceCode {
  code: string;
  status: number;
}

/** `new ApiError(401, "invalid_key", ...)`, and `{ status: 422, code: "email_refused", ... }` of tables of such. */
const PATTERNS = [
  /new ApiError\(\s*(\d{3}),\s*"([a-z_]+)"/g,
  /\bstatus: (\d{3}),\s*code: "([a-z_]+)"/g,
];
/** What is no ApiError: endpoint.ts answers it by itself. */
const DEFECT = { code: "internal_error", status: 500 };

export async function codesOfFunctions(): Promise<SourceCode[]> {
  const found: SourceCode[] = [DEFECT];
  for (const text of await walk("supabase/functions", /(?<!\.test)\.ts$/)) {
    for (const pattern of PATTERNS) {
      for (const [, status, code = ""] of text.matchAll(pattern)) {
        found.push({ code, status: Number(status) });
      }
    }
  }
  return found;
}
