import * as z from "zod";
import { ApiError } from "./errors.ts";

/** The variable's value, or undefined when it is unset or empty. */
export function env(name: string): string | undefined {
  return Deno.env.get(name) || undefined;
}

/** The variable's value; a 503 that names the variable when the operator has not set it. */
export function requireEnv(name: string): string {
  const value = env(name);
  if (value === undefined) {
    throw new ApiError(
      503,
      "not_configured",
      `Cannot serve this call: ${name} is not set. Set it with supabase secrets set`,
    );
  }
  return value;
}

/** Where the app is served. */
export function appUrl(): string {
  return env("APP_URL") ?? requireEnv("SUPABASE_URL");
}

const keysSchema = z.object({ default: z.string().min(1) });

/** The project's default key of a kind; the platform gives each kind as a JSON object of named keys. */
export function defaultKey(kind: "SUPABASE_PUBLISHABLE_KEYS" | "SUPABASE_SECRET_KEYS"): string {
  return keysSchema.parse(JSON.parse(requireEnv(kind))).default;
}
