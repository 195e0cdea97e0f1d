// What FilterWorker and its worker say to each other: calls go in one at a time, and each is answered.
import * as z from "zod";
import { callNames } from "./filter-calls.ts";

export const workerRequestSchema = z.object({
  call: z.enum(callNames),
  frame: z.instanceof(ArrayBuffer),
});
export type WorkerRequest = z.infer<typeof workerRequestSchema>;

/** The module's response, or what it crashed with, or why it could not be asked. */
export const workerAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("response"), response: z.unknown() }),
  z.object({ kind: z.literal("crash"), detail: z.string() }),
  z.object({ kind: z.literal("unavailable"), detail: z.string() }),
]);
export type WorkerAnswer = z.infer<typeof workerAnswerSchema>;
