// What the stack, the functions' process and each isolate tell each other. Runs on Deno 2.1.4 as well.

/** From an isolate to its process. */
export type IsolateMessage =
  | { type: "booted"; port: number }
  | { type: "failed"; message: string }
  | { type: "log"; level: "debug" | "info" | "warning" | "error"; message: string };

/** From the functions' process to the stack, one JSON object per line of standard output. */
export type HostMessage = { function: string } & (IsolateMessage | { type: "exited"; message: string });

/** From the stack to the functions' process, one JSON object per line of standard input. */
export interface BootRequest {
  function: string;
  /** URL of the file that the function starts from. */
  entry: string;
}
