// Code that many want to change at once: as many get through as the day has left, whoever is first.
import assert from "node:assert/strict";
import { type Arena, createUser, startArena, times, withSettings } from "./support.ts";

const CALLERS = 30;

let arena: Arena;
let user: string;

Deno.test.beforeAll(async () => {
  arena = await startArena(CALLERS);
  user = await createUser(arena);
});
Deno.test.afterAll(async () => await arena[Symbol.asyncDispose]());

async function createTrader(): Promise<string> {
  const id = crypto.randomUUID();
  await arena.owner`insert into public.traders (id, user_id, name, filter)
    values (${id}, ${user}, 'Wanted by many', ${arena.owner.json({ code: "return first" })})`;
  return id;
}

/** Half of them save the trader in the platform, half by a function, as edits. */
function change(trader: string, index: number): PromiseLike<unknown> {
  const code = `return ${index}`;
  return index % 2 === 0
    ? arena
      .service`update public.traders set filter = ${arena.service.json({ code })} where id = ${trader}`
    : arena.service`select private.install_version(${trader}, ${code}, '', 'edit', actor => ${user})`;
}

Deno.test("of thirty changes at once exactly as many are taken as the day has left", async () => {
  await withSettings(arena, { versions_per_day: 8 }, async () => {
    const trader = await createTrader();
    const outcomes = await times(CALLERS, (index) =>
      Promise.resolve(change(trader, index)).then(
        () => "taken",
        (error: unknown) => error instanceof Error && "code" in error ? error.code : error,
      ));
    assert.equal(outcomes.filter((outcome) => outcome === "taken").length, 7);
    assert.equal(outcomes.filter((outcome) => outcome === "TE429").length, CALLERS - 7);
    const rows = await arena.owner`select version, is_running from public.filter_versions
      where trader_id = ${trader} order by version`;
    assert.deepEqual(rows.map(({ version }) => version), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(rows.filter((row) => row.is_running).map(({ version }) => version), [8]);
  });
});
