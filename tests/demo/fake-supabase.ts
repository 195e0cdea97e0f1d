// As much of Supabase as an executor talks to: sign-in, the owner's traders, and record-error.
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import type { ErrorContext, ErrorEvent } from "../../clients/typescript/mod.ts";
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { type FakeServer, startFakeServer } from "./fake-server.ts";

export const ownerId = "2f5cbf2e-1f0e-4df7-8a53-0bc1a7b6f7d1";
export const secret = `whsec_${btoa("a secret that only this test knows")}`;

export interface TraderRow {
  id: string;
  name: string;
  filter: unknown;
}

export interface FakeSupabase extends AsyncDisposable {
  url: string;
  /** What the traders table holds; a test changes it as a user would. */
  rows: TraderRow[];
  /** Every event that was posted, in order. */
  events: PostedEvent[];
}

/** An event as the reporter has completed it. */
export interface PostedEvent extends ErrorEvent {
  event_id: string;
  context: ErrorContext;
  market_data?: MarketData;
}

export function startFakeSupabase(rows: TraderRow[]): FakeSupabase {
  const events: PostedEvent[] = [];
  const server: FakeServer = startFakeServer(async (request) => {
    const url = new URL(request.url);
    switch (url.pathname) {
      case "/auth/v1/token":
        return Response.json(session());
      case "/rest/v1/traders":
        return answerTraders(url.searchParams, rows);
      case "/functions/v1/record-error": {
        const body = await readBody(request);
        const posted = eventsOf(new Webhook(secret).verify(body, Object.fromEntries(request.headers)));
        events.push(...posted);
        return Response.json({ accepted: posted.length, duplicates: 0, rejected: [], incidents: [] }, {
          status: 202,
        });
      }
      default:
        return new Response("not part of this fake", { status: 501 });
    }
  });
  return { url: server.url, rows, events, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function readBody({ body, headers }: Request): Promise<string> {
  const isGzip = headers.get("content-encoding") === "gzip";
  return await new Response(isGzip ? body?.pipeThrough(new DecompressionStream("gzip")) : body).text();
}

function answerTraders(query: URLSearchParams, rows: TraderRow[]): Response {
  const mine = query.get("user_id") === `eq.${ownerId}` && query.get("language") === "eq.go" &&
    query.get("enabled") === "eq.true";
  const id = query.get("id")?.replace("eq.", "");
  return Response.json(mine ? rows.filter((row) => id === undefined || row.id === id) : []);
}

function eventsOf(body: unknown): PostedEvent[] {
  return z.object({ events: z.array(z.custom<PostedEvent>()) }).parse(body).events;
}

function session(): Record<string, unknown> {
  return {
    access_token: "an access token",
    refresh_token: "a refresh token",
    token_type: "bearer",
    expires_in: 3600,
    user: {
      id: ownerId,
      aud: "authenticated",
      app_metadata: {},
      user_metadata: {},
      created_at: "2026-01-01T00:00:00Z",
    },
  };
}
