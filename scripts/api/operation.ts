// What the API reference is made of: one entry for each Edge Function, in operations-*.ts, listed in operations.ts.
import type { z } from "zod";

/** Who is admitted, and by what. */
export type Caller =
  | "executor"
  | "database"
  | "provider"
  | "secret-key"
  | "user"
  | "operator"
  | "link"
  | "anyone";

export interface Answer {
  status: number;
  description: string;
  /** None for an answer without a body. */
  schema?: z.ZodType;
  /** application/json unless given. */
  type?: string;
  example?: unknown;
}

export interface Operation {
  /** The function's name; two entries may share it, with another method each. */
  name: string;
  method: "GET" | "POST";
  caller: Caller;
  summary: string;
  description: string;
  /** The function's own schema of its body, with an example and what each field is for. */
  request?: { schema: z.ZodType; example: unknown; fields: Record<string, string>; maxBytes?: number };
  query?: Record<string, string>;
  headers?: Record<string, string>;
  answers: Answer[];
  /** Its own refusals by status; what every function of its kind refuses is added. */
  refusals?: Record<number, string[]>;
  /** Set where it refuses nothing at all. */
  refusesNothing?: true;
}
