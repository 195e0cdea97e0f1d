/** One line of what the stack does, for a person or a test to read. */
export interface LogEntry {
  source: "stack" | "postgres" | "api" | "functions" | "net" | "cron" | "realtime" | "mail";
  level: "debug" | "info" | "warning" | "error";
  message: string;
  /** The Edge Function that wrote it, where one did. */
  function?: string;
}

export type Log = (entry: LogEntry) => void;

/** Calls `onLine` for each line of a child's output until it ends. */
export async function readLines(
  stream: ReadableStream<Uint8Array>,
  onLine: (line: string) => void,
): Promise<void> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") onLine(line);
  }
  if (rest.trim() !== "") onLine(rest);
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
