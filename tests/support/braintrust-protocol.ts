// The part of Braintrust's HTTP protocol that its SDK uses for tracing and prompts: login, project registration, the version
// (for the payload limit), prompt load and logs.
import { pause } from "./broken-responses.ts";

const ORG_ID = "00000000-0000-4000-8000-000000000001";
const PROJECT_ID = "00000000-0000-4000-8000-000000000002";
const PROMPT_ID = "00000000-0000-4000-8000-000000000003";

export interface PromptScript {
  version: string;
  messages: { role: string; content: unknown }[];
}

export interface BraintrustScript {
  /** The prompt it holds; without one it answers that there is none. */
  prompt?: PromptScript;
  /** Answers every call with this status. */
  status?: number;
  /** Leaves every call waiting for this long. */
  delayMs?: number;
}

/** One row as it was sent. A span is several rows: the later ones are merged into the first. */
export interface LogRow {
  id: string;
  span_id: string;
  root_span_id: string;
  span_parents?: string[];
  project_id: string;
  _is_merge?: boolean;
  [field: string]: unknown;
}

export interface RecordedSpan {
  name: string;
  /** Null for the root. */
  parent: string | null;
  trace: string;
  input?: unknown;
  output?: unknown;
  error?: unknown;
  metadata: Record<string, unknown>;
  metrics: Record<string, number>;
  ended: boolean;
}

export class BraintrustProtocol {
  /** Method and path of each call, in order. */
  readonly calls: string[] = [];
  readonly rows: LogRow[] = [];
  script: BraintrustScript;
  #url: string;
  #closing: AbortSignal;

  /** `url` is where it is reached; `closing` ends what still waits. */
  constructor(url: string, script: BraintrustScript, closing: AbortSignal) {
    this.#url = url;
    this.#closing = closing;
    this.script = script;
  }

  async handle(request: Request, path: string, body: string): Promise<Response> {
    this.calls.push(`${request.method} ${path}`);
    const { status, delayMs = 0 } = this.script;
    if (delayMs > 0) await pause(delayMs, this.#closing);
    if (status !== undefined) return new Response("scripted failure", { status });
    if (!request.headers.get("authorization")) return new Response("no key", { status: 401 });
    switch (this.calls.at(-1)) {
      case "POST /api/apikey/login":
        return Response.json({
          org_info: [{ id: ORG_ID, name: "test-org", api_url: this.#url, proxy_url: this.#url }],
        });
      case "POST /api/project/register":
        return Response.json({
          project: { id: PROJECT_ID, name: JSON.parse(body).project_name, org_id: ORG_ID },
        });
      case "GET /version":
        return Response.json({ version: "1.0.0", logs3_payload_max_bytes: 6_000_000 });
      case "GET /v1/prompt":
        return Response.json({ objects: this.#prompts(new URL(request.url).searchParams) });
      case "POST /logs3":
        this.rows.push(...JSON.parse(body).rows);
        return Response.json({ ids: [] });
      default:
        return new Response("not found", { status: 404 });
    }
  }

  /** The spans that arrived, with their rows merged as Braintrust does. */
  spans(): RecordedSpan[] {
    const byId = new Map<string, LogRow[]>();
    for (const row of this.rows) byId.set(row.span_id, [...byId.get(row.span_id) ?? [], row]);
    const names = new Map([...byId].map(([id, rows]) => [id, nameOf(rows)]));
    return [...byId.values()].map((rows) => {
      const merged: LogRow = Object.assign({}, ...rows);
      const metrics: Record<string, number> = Object.assign({}, ...rows.map((row) => row["metrics"]));
      const [parent] = rows.find((row) => row.span_parents)?.span_parents ?? [];
      return {
        name: nameOf(rows),
        parent: parent === undefined ? null : names.get(parent) ?? parent,
        trace: merged.root_span_id,
        input: merged["input"],
        output: merged["output"],
        error: merged["error"],
        metadata: Object.assign({}, ...rows.map((row) => row["metadata"])),
        metrics,
        ended: metrics["end"] !== undefined,
      };
    });
  }

  #prompts(query: URLSearchParams): unknown[] {
    const { prompt } = this.script;
    if (!prompt) return [];
    return [{
      id: PROMPT_ID,
      _xact_id: prompt.version,
      project_id: PROJECT_ID,
      org_id: ORG_ID,
      log_id: "p",
      name: query.get("slug"),
      slug: query.get("slug"),
      prompt_data: {
        prompt: { type: "chat", messages: prompt.messages },
        options: { model: "gpt-5.4-mini" },
      },
    }];
  }
}

function nameOf(rows: LogRow[]): string {
  for (const { span_attributes: attributes } of rows) {
    if (typeof attributes === "object" && attributes !== null && "name" in attributes) {
      return String(attributes.name);
    }
  }
  return "";
}
