// Stands in front of the functions, and lets requests pass as a bad network does: late, several times, not at all, or without their answer.
import { setTimeout as delay } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { type LocalServer, serveLocally } from "../../../local/executor/local-server.ts";
import type { Random } from "../../support/random.ts";
import { cut } from "../reactions.ts";
import type { Records } from "./records.ts";

const LIMIT_MS = 60_000;

export interface Weather {
  /** Share of requests that never arrive. */
  lost: number;
  /** How often a request arrives at most. */
  copies: number;
  /** How late it arrives at most. */
  delayMs: number;
  /** Share of answers that never come back. */
  unanswered: number;
}

export const FAIR: Weather = { lost: 0, copies: 1, delayMs: 0, unanswered: 0 };

export interface Door extends LocalServer {
  target: string;
  weather: Weather;
  /** What has passed and is not answered yet. */
  underWay: number;
}

interface Passed {
  status: number;
  headers: Headers;
  text: string;
}

export function startDoor(random: Random, records: Records): Door {
  async function answer(request: Request): Promise<Response> {
    const body = new Uint8Array(await request.arrayBuffer());
    const { lost, copies, delayMs, unanswered } = door.weather;
    if (random.chance(lost)) {
      records.count("requests lost");
      return cut();
    }
    const deliveries = Array.from({ length: random.whole(1, copies) }, async () => {
      await delay(random.whole(0, delayMs));
      return await deliver(request, body);
    });
    if (deliveries.length > 1) records.count("requests doubled", deliveries.length - 1);
    const [first] = await Promise.all(deliveries);
    if (first === undefined || random.chance(unanswered)) {
      records.count("answers lost");
      return cut();
    }
    return new Response(first.text, { status: first.status, headers: first.headers });
  }

  async function deliver(request: Request, body: Uint8Array<ArrayBuffer>): Promise<Passed | undefined> {
    const { pathname, search } = new URL(request.url);
    const isReport = pathname.endsWith("/record-error");
    const text = textOf(request, body);
    const from = Date.now();
    door.underWay++;
    try {
      if (isReport) records.report(text);
      const passed = await passOn(request, door.target + pathname + search, body);
      const json = parse(passed.text);
      records.answered(pathname, passed.status, codeOf(json), from);
      if (isReport && passed.status === 202) records.acknowledge(text, json);
      return passed;
    } catch {
      // Nobody answered: as lost as an answer that was cut off.
      records.answered(pathname, 599, "no_answer", from);
      return undefined;
    } finally {
      door.underWay--;
    }
  }

  const door: Door = { target: "", weather: FAIR, underWay: 0, ...serveLocally(0, "", answer) };
  return door;
}

async function passOn(request: Request, url: string, body: Uint8Array<ArrayBuffer>): Promise<Passed> {
  const headers = new Headers(request.headers);
  headers.delete("host");
  const response = await fetch(url, {
    method: request.method,
    headers,
    body: body.byteLength === 0 ? null : body,
    redirect: "manual",
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const kept = new Headers(response.headers);
  kept.delete("content-length");
  kept.delete("content-encoding");
  return { status: response.status, headers: kept, text: await response.text() };
}

function textOf({ headers }: Request, body: Uint8Array): string {
  return new TextDecoder().decode(headers.get("content-encoding") === "gzip" ? gunzipSync(body) : body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(body: unknown): string {
  return typeof body === "object" && body !== null && "code" in body ? String(body.code) : "";
}
