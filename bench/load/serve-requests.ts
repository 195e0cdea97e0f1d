// The other end of client-process.ts: a line of JSON in, one out, until the benchmark closes the pipe.
import { z } from "zod";
import { readLines } from "../../local/log.ts";
import { print } from "../../scripts/command-line.ts";

export const answerSchema = z.union([z.object({ value: z.unknown() }), z.object({ error: z.string() })]);

/** Answers each request before it looks at the next. Ends the process when there are no more. */
export async function serveRequests<T>(
  schema: z.ZodType<T>,
  handle: (request: T) => Promise<unknown>,
): Promise<never> {
  let last = Promise.resolve();
  await readLines(Deno.stdin.readable, (line) => {
    last = last.then(async () => print(JSON.stringify(await answerTo(line))));
  });
  await last;
  Deno.exit(0);

  async function answerTo(line: string): Promise<z.infer<typeof answerSchema>> {
    try {
      return { value: await handle(schema.parse(JSON.parse(line))) ?? null };
    } catch (error) {
      return { error: Deno.inspect(error, { colors: false }) };
    }
  }
}
