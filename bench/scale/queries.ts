// What is measured: every page of the web app as its user, and what the functions and pg_cron call.
import type { Sql } from "postgres";
import { z } from "zod";
import type { Executor } from "./events.ts";

export interface Query {
  name: string;
  role: "authenticated" | "service_role" | "postgres";
  /** The `sub` and `app_metadata` of the caller's token. */
  claims?: object;
  /** Calls one function. */
  text: string;
  /** Asked for before each call, outside its time. */
  parameters(): string[];
}

const pageSchema = z.object({ next: z.record(z.string(), z.unknown()).nullable() });

/** The queries on one data set, in the same order for each. */
export async function queriesOn(admin: Sql, executor: Executor): Promise<Query[]> {
  const [ids] = await admin<
    { owner: string; admin: string; trader: string; incident: string; fix: string }[]
  >`
    select md5('owner1')::uuid as owner, md5('owner0')::uuid as admin, md5('trader1')::uuid as trader,
      md5('incident1')::uuid as incident, md5('fix21')::uuid as fix`;
  if (!ids) throw new Error("The database answered nothing");
  const { owner, trader, incident, fix } = ids;
  const user = { sub: owner };
  const page = (name: string, text: string, ...parameters: string[]): Query => ({
    name,
    role: "authenticated",
    claims: user,
    text,
    parameters: () => parameters,
  });
  const next = async (text: string, ...parameters: string[]): Promise<string> => {
    const [row] = await admin.begin(async (tx) => {
      await tx.unsafe(`select ${settings("authenticated", user)}`);
      return await tx.unsafe<{ answer: unknown }[]>(`select ${text} as answer`, parameters);
    });
    return JSON.stringify(pageSchema.parse(row?.answer).next);
  };
  const traders = await next("public.list_traders()");
  const errors = await next("public.list_errors($1, null, 100)", incident)
    .then((after) => next("public.list_errors($1, $2::text::jsonb, 100)", incident, after))
    .then((after) => next("public.list_errors($1, $2::text::jsonb, 100)", incident, after));
  return [
    page("list_traders()", "public.list_traders()"),
    page("list_traders(failing)", "public.list_traders(failing => true)"),
    page("list_traders(second page)", "public.list_traders(after => $1::text::jsonb)", traders),
    page("list_traders(search)", "public.list_traders(search => $1)", "trader 4"),
    page("trader_page(id)", "public.trader_page($1)", trader),
    page("list_incidents()", "public.list_incidents()"),
    page("list_incidents(open)", "public.list_incidents(status => 'open')"),
    page("list_incidents(trader)", "public.list_incidents($1)", trader),
    page("incident_page(id)", "public.incident_page($1)", incident),
    page("list_errors(first page)", "public.list_errors($1)", incident),
    page("list_errors(deep page)", "public.list_errors($1, $2::text::jsonb)", incident, errors),
    page("list_versions(id)", "public.list_versions($1)", trader),
    page("list_notifications()", "public.list_notifications()"),
    page("list_notifications(unread)", "public.list_notifications(true)"),
    page("spend_by_day(30)", "public.spend_by_day(30)"),
    {
      ...page("operator_overview()", "public.operator_overview()"),
      claims: { sub: ids.admin, app_metadata: { role: "admin" } },
    },
    service("record_errors(100 events)", "public.record_errors($1::text::jsonb)", () => [executor.batch()]),
    service("claim_fix(id)", "public.claim_fix($1)", () => [fix]),
    service("recovery_health()", "public.recovery_health()", () => []),
    service("recovery_metrics()", "public.recovery_metrics()", () => []),
    { name: "sweep()", role: "postgres", text: "private.sweep()", parameters: () => [] },
  ];
}

/** The expressions that make a transaction the caller's, as PostgREST does. */
export function settings(role: string, claims: object = {}): string {
  const json = JSON.stringify({ role, ...claims }).replaceAll("'", "''");
  return `set_config('role', '${role}', true), set_config('request.jwt.claims', '${json}', true)`;
}

function service(name: string, text: string, parameters: () => string[]): Query {
  return { name, role: "service_role", text, parameters };
}
