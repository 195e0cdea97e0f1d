// A small world of users and traders, and every step that can be taken in it.
import { Random } from "../support/random.ts";
import {
  type Arena,
  createTraders,
  createUser,
  type ErrorEvent,
  errorEvent,
  fault,
  record,
} from "./support.ts";

export interface World {
  arena: Arena;
  random: Random;
  users: string[];
  operator: string;
  traders: string[];
  faults: string[];
  /** Occurrences by event id, of every event that was handed in. */
  submitted: Map<string, number>;
  events: ErrorEvent[];
  claims: { id: string; attempt: number; calls: number }[];
}

type Step = (world: World) => Promise<unknown>;

export async function createWorld(arena: Arena, seed: number): Promise<World> {
  const random = new Random(seed);
  const name = (): string => fault(random.uuid());
  const users = [await createUser(arena), await createUser(arena)];
  const traders = await Promise.all(users.map((user) => createTraders(arena, user, 3)));
  return {
    arena,
    random,
    users,
    operator: await createUser(arena, "admin"),
    traders: traders.flat(),
    // Shared by the traders, told apart from those of other worlds; the last is not the code's fault.
    faults: [name(), name(), `index out of range in ${name()}`, `connection refused by ${name()}`],
    submitted: new Map(),
    events: [],
    claims: [],
  };
}

/** Takes a random step. Refusals by the rules are answers like any other; every other error is thrown. */
export async function step(world: World): Promise<void> {
  const total = STEPS.reduce((sum, [weight]) => sum + weight, 0);
  let at = world.random.number() * total;
  const [, name, act] = STEPS.find(([weight]) => (at -= weight) < 0) ??
    [0, "", (): Promise<void> => Promise.resolve()];
  try {
    await act(world);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!code.startsWith("TE")) throw new Error(`${name}: ${code} ${String(error)}`, { cause: error });
  }
}

const STEPS: [weight: number, name: string, act: Step][] = [
  [10, "record_errors", async (world) => {
    const events = newEvents(world, 6);
    const unknown = errorEvent(crypto.randomUUID(), "divide by zero");
    for (const { event_id, occurrences } of events) world.submitted.set(event_id, Number(occurrences));
    await record(world.arena, world.random.chance(0.1) ? [...events, unknown] : events);
  }],
  [5, "insert", async (world) => {
    const { service } = world.arena;
    const rows = newEvents(world, 4).map(({ event_id, trader_id, error_message, occurrences }) => ({
      event_id,
      trader_id,
      error_message,
      occurrences: Number(occurrences),
    }));
    for (const { event_id, occurrences } of rows) world.submitted.set(event_id, occurrences);
    await service`insert into public.trader_error_history ${service(rows)}`;
  }],
  [4, "set_incident_status", async (world) => {
    const incident = await randomRow(world, "trader_incidents");
    const status = world.random.pick(["open", "ignored", "resolved"]);
    if (incident) {
      await world.arena
        .service`select public.set_incident_status(${incident.id}, ${incident.user_id}, ${status})`;
    }
  }],
  [2, "change the code", async ({ arena, random, traders }) => {
    // Few, so that a trader comes back to code that it had.
    const filter = { code: `return ${random.whole(1, 4)}` };
    await arena.service`update public.traders set filter = ${arena.service.json(filter)} where id = ${
      random.pick(traders)
    }`;
  }],
  [14, "claim", async (world) => {
    const fix = await randomRow(world, "proposed_fixes", "queued", "generating");
    if (!fix) return;
    const [row] = await world.arena.service`select public.claim_fix(${fix.id}) as claim`;
    if (row?.claim) world.claims.push({ id: fix.id, attempt: row.claim.fix.attempt, calls: 0 });
  }],
  [6, "reserve", async ({ arena, random, claims }) => {
    if (claims.length === 0) return;
    const claim = random.pick(claims);
    claim.calls++;
    await arena
      .service`select public.reserve_llm_call(${claim.id}, ${claim.attempt}, ${claim.calls}, 'model', ${
      random.whole(1, 4)
    })`;
  }],
  [5, "settle", async ({ arena, random, claims }) => {
    const open = claims.filter(({ calls }) => calls > 0);
    if (open.length === 0) return;
    const { id, attempt, calls } = random.pick(open);
    const usd = random.pick([0, 0.25, 1, null]);
    await arena.service`select public.settle_llm_call(${id}, ${attempt}, ${
      random.whole(1, calls)
    }, ${usd}::numeric, 10, 1)`;
  }],
  [8, "finish", async ({ arena: { service }, random, claims }) => {
    if (claims.length === 0) return;
    const { id, attempt } = random.pick(claims);
    const outcome = random.pick([
      { status: "proposed", origin: "rules", code: `return ${random.whole(5, 9)}`, validation: {} },
      { status: "proposed", origin: "rules", code: `return ${random.whole(5, 9)}`, validation: {} },
      { status: "unfixable", reason: "no_proof" },
      { status: "held", reason: "daily_cost_cap", next_attempt_at: new Date().toISOString() },
    ]);
    await service`select public.finish_fix(${id}, ${attempt}, ${service.json(outcome)})`;
  }],
  [3, "fail", async ({ arena: { service }, random, claims }) => {
    if (claims.length === 0) return;
    const { id, attempt } = random.pick(claims);
    const wait = random.pick([null, 1]);
    await service`select public.fail_fix(${id}, ${attempt}, '{"reason": "llm_error"}', ${wait}::numeric)`;
  }],
  [6, "decide", async (world) => {
    const { service } = world.arena;
    const fix = await randomRow(world, "proposed_fixes", "proposed", "accepted");
    if (!fix) return;
    await (world.random.chance(0.7)
      ? service`select public.accept_fix(${fix.id}, ${fix.user_id}, ${fix.code_sha256}, acknowledge_unvalidated => true)`
      : service`select public.reject_fix(${fix.id}, ${fix.user_id}, ${fix.code_sha256})`);
  }],
  [6, "deploy", async (world) => {
    const { service } = world.arena;
    const deployment = await randomRow(world, "deployments", "pending");
    if (!deployment) return;
    const [row] = await service`select public.claim_deployment(${deployment.id}) as claim`;
    if (!row?.claim || world.random.chance(0.1)) return;
    const { attempts } = row.claim;
    await (world.random.chance(0.7)
      ? service`select public.finish_deployment(${deployment.id}, ${attempts}, ${world.random.chance(0.5)})`
      : service`select public.fail_deployment(${deployment.id}, ${attempts}, 'timeout', 'No answer', ${
        world.random.chance(0.7)
      })`);
  }],
  [3, "roll back", async (world) => {
    const version = await randomRow(world, "filter_versions");
    if (version) {
      await world.arena
        .service`select public.rollback_filter(${version.trader_id}, ${version.id}, ${version.user_id})`;
    }
  }],
  [3, "let time pass", async ({ arena: { owner }, random, traders }) => {
    const trader = random.pick(traders);
    await owner`update public.deployments set next_attempt_at = now() - interval '1 minute',
      lease_until = case when lease_until is not null then now() - interval '1 s' end
      where trader_id = ${trader} and status = 'pending'`;
    await owner`update public.filter_versions set judged_at = now() - interval '2 days' where trader_id = ${trader}`;
    if (random.chance(0.5)) {
      await owner`update public.deployments set deployed_at = now() - interval '1 day', watch_until = now() - interval '1 s'
        where trader_id = ${trader} and status = 'deployed' and watch_until is not null`;
    }
  }],
  [3, "expire a lease", async (world) => {
    const fix = await randomRow(world, "proposed_fixes", "generating");
    if (!fix) return;
    await world.arena.owner`update public.proposed_fixes set lease_until = now() - interval '1 s'
      where id = ${fix.id} and status = 'generating'`;
  }],
  [2, "release", async (world) => {
    const fix = await randomRow(world, "proposed_fixes", "held");
    if (fix) await world.arena.service`select public.release_fix(${fix.id}, ${fix.user_id})`;
  }],
  [1, "set preferences", async ({ arena, random, users }) => {
    const on = random.chance(0.5);
    await arena.owner`insert into public.recovery_preferences (user_id, auto_regenerate) values (${
      random.pick(users)
    }, ${on})
      on conflict (user_id) do update set auto_regenerate = ${on}`;
  }],
  [2, "resolve a systemic fault", async ({ arena, operator }) => {
    await arena
      .service`select public.resolve_systemic_fault(s.id, ${operator}) from public.systemic_faults as s
      where s.status = 'open' limit 1`;
  }],
  [3, "sweep", async ({ arena }) => await arena.owner`select private.sweep()`],
];

/** Events of random traders and faults, some of which were handed in before. */
function newEvents(world: World, most: number): ErrorEvent[] {
  const { random, events } = world;
  return Array.from({ length: random.whole(1, most) }, () => {
    if (events.length > 0 && random.chance(0.2)) return random.pick(events);
    const event = errorEvent(random.pick(world.traders), random.pick(world.faults), {
      event_id: random.uuid(),
      occurrences: random.whole(1, 5),
      occurred_at: new Date(Date.now() - random.whole(0, 3 * 3_600_000)).toISOString(),
      // Code that a trader may run, has run, or never ran.
      ...(random.chance(0.4) ? { filter_code: `return ${random.pick(["broken", 1, 2, 3, 9, 10])}` } : {}),
    });
    events.push(event);
    return event;
  });
}

interface Row {
  id: string;
  trader_id: string;
  user_id: string;
  code_sha256: string;
}

async function randomRow(
  { arena: { owner }, random, traders }: World,
  table: "trader_incidents" | "proposed_fixes" | "deployments" | "filter_versions",
  ...statuses: string[]
): Promise<Row | undefined> {
  const rows = await owner<Row[]>`
    select x.*, to_jsonb(x) ->> 'code_sha256' as code_sha256 from ${owner(`public.${table}`)} as x
    where trader_id = any (${traders}) ${
    statuses.length > 0 ? owner`and status = any (${statuses})` : owner``
  }
    order by array_position(${traders}::uuid[], trader_id), created_at, coalesce(
      to_jsonb(x) ->> 'fingerprint',
      (select i.fingerprint from public.trader_incidents as i where i.id::text = to_jsonb(x) ->> 'incident_id')
    )`;
  return rows.length > 0 ? random.pick(rows) : undefined;
}
