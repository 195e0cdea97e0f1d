// Every command of the pages is run by a test: see command-table.ts.
import assert from "node:assert/strict";
import { COMMANDS } from "./command-table.ts";
import { commandsInPages } from "./commands-in-pages.ts";

const LIMIT_MS = 120_000;

const told = await commandsInPages();

/** The entry that a command is meant by. */
function entryOf(command: string): string | undefined {
  return Object.keys(COMMANDS).filter((start) => command === start || command.startsWith(`${start} `))
    .toSorted((a, b) => b.length - a.length)[0];
}

async function run([program = "", ...args]: string[], options: Deno.CommandOptions): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    ...options,
    args,
    signal: AbortSignal.timeout(LIMIT_MS),
  }).output();
  assert.ok(success, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
}

/** Starts a server, waits for what it says, and stops it. */
async function start(
  [program = "", ...args]: string[],
  says: RegExp,
  env: Record<string, string>,
): Promise<void> {
  const child = new Deno.Command("setsid", {
    args: [program, ...args],
    env: { NO_COLOR: "1", ...env },
    stdout: "piped",
    signal: AbortSignal.timeout(LIMIT_MS),
  }).spawn();
  let output = "";
  let isStopped = false;
  // Read to its end, which is when the last process of the group has gone.
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += text;
    if (isStopped || !says.test(output)) continue;
    isStopped = true;
    // npm passes no signal on, so the whole group gets it.
    await new Deno.Command("kill", { args: ["--", `-${child.pid}`] }).output();
  }
  await child.status;
  assert.match(output, says);
}

Deno.test("every command of the pages is in the table of commands", () => {
  assert.ok(told.length > 40, `${told.length} commands`);
  const unknown = told.filter(({ command }) => entryOf(command) === undefined);
  assert.deepEqual(unknown, []);
});

Deno.test("every entry of the table of commands is a command of some page", () => {
  const used = new Set(told.map(({ command }) => entryOf(command)));
  assert.deepEqual(Object.keys(COMMANDS).filter((entry) => !used.has(entry)), []);
});

Deno.test("every script of package.json that pages name exists", async () => {
  const { scripts } = JSON.parse(await Deno.readTextFile("package.json"));
  const missing = told.map(({ command }) => /^npm run ([\w:-]+)/.exec(command)?.[1]).filter((name) =>
    name !== undefined && !Object.hasOwn(scripts, name)
  );
  assert.deepEqual(missing, []);
});

for (const [command, proof] of Object.entries(COMMANDS)) {
  if ("test" in proof) {
    Deno.test(`${command} is run by ${proof.test}`, async () => {
      assert.ok(
        (await Deno.readTextFile(proof.test)).includes(proof.holds),
        `no ${proof.holds} in ${proof.test}`,
      );
    });
  } else if ("run" in proof) {
    Deno.test(`${command} runs: ${proof.run.join(" ")}`, () => {
      const { cwd, env } = proof;
      return run(proof.run, { ...(cwd === undefined ? {} : { cwd }), ...(env === undefined ? {} : { env }) });
    });
  } else if ("start" in proof) {
    Deno.test(`${command} starts`, () => start(proof.start, proof.says, proof.env ?? {}));
  }
}
