// Blocks of code in the pages: JSON reads, SQL runs, the programs of docs/integrating-an-executor.md compile.
import assert from "node:assert/strict";
import { startStack } from "../../local/stack.ts";
import { type Block, blocksOf, guides, type Page } from "./pages.ts";

const pages = await guides();
const blocks = pages.flatMap(blocksOf);
const EXECUTORS = "docs/integrating-an-executor.md";

function named(language: string): Block[] {
  return blocks.filter((block) => block.language === language);
}

async function succeeds(program: string, args: string[], cwd?: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    ...(cwd === undefined ? {} : { cwd }),
    env: { GOFLAGS: "-mod=mod", NO_COLOR: "1" },
  }).output();
  const printed = new TextDecoder().decode(stdout);
  assert.ok(success, printed + new TextDecoder().decode(stderr));
  return printed;
}

function only(language: string): string {
  const found = named(language).filter(({ page }) => page === EXECUTORS);
  assert.equal(found.length, 1, `blocks of ${language} in ${EXECUTORS}`);
  return found[0]?.text ?? "";
}

Deno.test("every block of JSON reads as JSON, and so does what calls in HTTP send", () => {
  const bodies = named("http").flatMap(({ text }) => {
    const [, body] = text.split("\n\n");
    return body === undefined ? [] : [body];
  });
  const texts = [...named("json").map(({ text }) => text), ...bodies];
  assert.ok(bodies.length > 0 && texts.length > bodies.length);
  for (const text of texts) assert.doesNotThrow(() => JSON.parse(text), text);
});

/** Statements within sentences; not those in which the reader fills something in. */
function statementsWithin({ path, text }: Page): Block[] {
  return text.split("\n").flatMap((line, at) =>
    [...line.matchAll(/`((?:select|update|delete from) [^`<]+)`/g)].map(([, statement = ""]) => ({
      page: path,
      line: at + 1,
      language: "sql",
      text: statement,
    }))
  );
}

Deno.test("every block of SQL, and every statement within a sentence, runs on a project", async () => {
  await using stack = await startStack({ apiPort: 0, dbPort: 0, mailPort: 0 });
  const within = pages.flatMap(statementsWithin);
  const statements = [...named("sql"), ...within];
  assert.ok(within.length > 10 && statements.length > within.length);
  for (const { page, line, text } of statements) {
    const undone = new Error("undone");
    const run = stack.sql.begin(async (sql) => {
      await sql.unsafe(text);
      throw undone;
    });
    await run.catch((error) => assert.equal(error, undone, `${page}:${line}: ${error}`));
  }
});

Deno.test("the executor in Go of the docs compiles against the reporter, and is formatted", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const client = `${Deno.cwd()}/clients/go`;
    await Deno.writeTextFile(`${folder}/main.go`, only("go"));
    await Deno.writeTextFile(
      `${folder}/go.mod`,
      `module example\n\ngo 1.24\n\nrequire github.com/trader-error-recovery/clients/go v0.0.0\n\nreplace github.com/trader-error-recovery/clients/go => ${client}\n`,
    );
    await succeeds("go", ["vet", "./..."], folder);
    assert.equal(await succeeds("gofmt", ["-d", "."], folder), "");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the executor in TypeScript of the docs compiles against the reporter", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const client = new URL("../../clients/", import.meta.url).href;
    await Deno.writeTextFile(`${folder}/executor.ts`, only("ts").replace("../clients/", client));
    await succeeds(Deno.execPath(), ["check", "--quiet", "--config", "deno.json", `${folder}/executor.ts`]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
