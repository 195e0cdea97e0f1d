import * as z from "zod/mini";

const configSchema = z.object({ supabaseUrl: z.url(), publishableKey: z.string().check(z.minLength(1)) });
/** Which project the app belongs to. Beside the static files, so that one build serves any project. */
export type AppConfig = z.infer<typeof configSchema>;

/** Reads `/config.json`. Rejected with what is wrong with it. */
export async function loadConfig(): Promise<AppConfig> {
  const response = await fetch("/config.json", { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`Cannot read /config.json: the server answered ${response.status}`);
  const parsed = configSchema.safeParse(await response.json());
  if (parsed.success) return parsed.data;
  throw new Error(`Cannot use /config.json: ${z.prettifyError(parsed.error)}`);
}
