// A process of its own: what regenerate-filter does to prove a candidate, in CPU time and memory.
import process from "node:process";
import { z } from "zod";
import { print } from "../../scripts/command-line.ts";
import { checkFilter, runFilter } from "../../supabase/functions/_shared/filter-runtime/filter-runtime.ts";
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { median } from "./numbers.ts";

const ROUNDS = 7;

// The candles come packed, since reading their files would take more memory than what is measured.
const workSchema = z.object({ codes: z.array(z.string()), inputs: z.array(z.custom<MarketData>()) });
const { codes, inputs } = workSchema.parse(await new Response(Deno.stdin.readable).json());
const rssBeforeMb = Deno.memoryUsage().rss / 2 ** 20;
const cpu: number[] = [];
const wall: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const original = codes[round % codes.length] ?? "";
  const before = process.cpuUsage();
  const startedAt = performance.now();
  for (const code of [original, `${original}\n`]) await replay(code, inputs);
  wall.push(performance.now() - startedAt);
  const { user, system } = process.cpuUsage(before);
  cpu.push((user + system) / 1_000);
}
// The first round also unpacks and compiles the module.
print(JSON.stringify({
  cpuMs: median(cpu.slice(1)),
  coldCpuMs: cpu[0],
  wallMs: median(wall.slice(1)),
  rssBeforeMb,
  rssMb: await peakMb(),
}));

async function replay(code: string, inputs: MarketData[]): Promise<void> {
  const { ok } = await checkFilter(code, "filter");
  const results = await runFilter({ code, component: "filter", inputs });
  if (!ok || results.some((result) => !result.ok)) throw new Error("A filter of the benchmark fails");
}

/** The most that was resident at once; where the system does not tell, what is resident now. */
async function peakMb(): Promise<number> {
  const status = await Deno.readTextFile("/proc/self/status").catch(() => "");
  const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? Deno.memoryUsage().rss / 2 ** 20 : Number(kilobytes) / 1_024;
}
