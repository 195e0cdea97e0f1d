// What processes take, by /proc: CPU time and the most memory, pages that processes share counted once.
export type Group = "postgres" | "functions" | "stack" | "reporter";

export interface Usage {
  cpu_s: number;
  memory_max_mb: number;
}

interface Process {
  pid: number;
  parent: number;
  cpuTicks: number;
  command: string;
}

/** USER_HZ, which Linux shows to every program. */
const TICKS_PER_S = 100;
const EVERY_MS = 2_000;

/** Samples until it is disposed of. What a process does between its last sample and its end is not seen. */
export class Resources implements Disposable {
  readonly #ticks = new Map<string, number>();
  readonly #before = new Map<string, number>();
  readonly #memory = new Map<Group, number>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(private readonly postmaster: number) {
    this.sample();
    for (const [key, ticks] of this.#ticks) this.#before.set(key, ticks);
    this.#timer = setInterval(() => this.sample(), EVERY_MS);
  }

  sample(): void {
    const memory = new Map<Group, number>();
    for (const process of processes()) {
      const group = this.#groupOf(process);
      if (group === undefined) continue;
      this.#ticks.set(`${group} ${process.pid}`, process.cpuTicks);
      memory.set(group, (memory.get(group) ?? 0) + pssMb(process.pid));
    }
    for (const [group, mb] of memory) this.#memory.set(group, Math.max(mb, this.#memory.get(group) ?? 0));
  }

  usage(): Record<Group, Usage> {
    this.sample();
    const of = (group: Group): Usage => {
      const ticks = [...this.#ticks].filter(([key]) => key.startsWith(`${group} `))
        .reduce((sum, [key, ticks]) => sum + ticks - (this.#before.get(key) ?? 0), 0);
      return { cpu_s: ticks / TICKS_PER_S, memory_max_mb: Math.round(this.#memory.get(group) ?? 0) };
    };
    return {
      postgres: of("postgres"),
      functions: of("functions"),
      stack: of("stack"),
      reporter: of("reporter"),
    };
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #groupOf({ pid, parent, command }: Process): Group | undefined {
    if (pid === this.postmaster || parent === this.postmaster) return "postgres";
    if (pid === Deno.pid) return "stack";
    if (parent !== Deno.pid) return undefined;
    if (command.includes("functions-host")) return "functions";
    return command.includes("reporter-process") ? "reporter" : undefined;
  }
}

function* processes(): Generator<Process> {
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      // Names may hold anything; what follows the last bracket are numbers, the state first.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ").map(Number);
      const [, parent = 0] = fields;
      const [user = 0, system = 0] = fields.slice(11, 13);
      yield {
        pid: Number(name),
        parent,
        cpuTicks: user + system,
        command: Deno.readTextFileSync(`/proc/${name}/cmdline`),
      };
    } catch {
      // It ended meanwhile.
    }
  }
}

function pssMb(pid: number): number {
  try {
    const [, kb = "0"] = /^Pss:\s+(\d+) kB$/m.exec(Deno.readTextFileSync(`/proc/${pid}/smaps_rollup`)) ?? [];
    return Number(kb) / 1_024;
  } catch {
    return 0;
  }
}
