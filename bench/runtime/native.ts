// The same filters on the same markets by the same code, built by Go for this machine.
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { complain } from "../../scripts/command-line.ts";
import { messageOf } from "../../supabase/functions/_shared/errors.ts";
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { median } from "./numbers.ts";

const list = z.array(z.number().positive()).min(1);
const measuredSchema = z.object({ run_us: list, metered_us: list, unmetered_us: list, interpreter_us: list });

export interface Native {
  /** Microseconds per symbol: in the sandbox, and in the interpreter as the executor uses it. */
  run: number;
  interpreter: number;
  /** How many times as long a run takes with its budget as without. */
  meteringRatio: number;
}

/** Null, with a word on standard error, where there is no Go. */
export async function measureNatively(filters: string[], markets: MarketData[]): Promise<Native | null> {
  try {
    const child = new Deno.Command("go", {
      args: ["run", "./bench"],
      cwd: fileURLToPath(new URL("../../runtime", import.meta.url)),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const request = new Response(JSON.stringify({ filters, markets: markets.map(toGo) }));
    const [output] = await Promise.all([child.output(), request.body?.pipeTo(child.stdin)]);
    if (!output.success) throw new Error(new TextDecoder().decode(output.stderr));
    const measured = measuredSchema.parse(JSON.parse(new TextDecoder().decode(output.stdout)));
    return {
      run: median(measured.run_us),
      interpreter: median(measured.interpreter_us),
      meteringRatio: median(
        measured.metered_us.map((time, index) => time / (measured.unmetered_us[index] ?? 1)),
      ),
    };
  } catch (error) {
    complain(`Not measured natively: ${messageOf(error)}`);
    return null;
  }
}

/** Go reads times as text. */
function toGo(market: MarketData): object {
  return { ...market, timestamp: new Date(market.timestamp ?? 0).toISOString() };
}
