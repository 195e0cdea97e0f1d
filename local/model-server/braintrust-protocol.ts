// The part of Braintrust's HTTP protocol that is used here: login, registration of projects and experiments, the version (for
// the payload limit), prompts, and logs with their feedback.
import { z } from "zod";
import { pause } from "./broken-responses.ts";

const ORG_ID = "00000000-0000-4000-8000-000000000001";
const PROJECT_ID = "00000000-0000-4000-8000-000000000002";
const PROMPT_ID = "00000000-0000-4000-8000-000000000003";
const EXPERIMENT_ID = "00000000-0000-4000-8000-000000000004";

const projectSchema = z.object({ name: z.string().min(1) });
const putPromptSchema = z.object({
  project_id: z.literal(PROJECT_ID),
  name: z.string().min(1),
  slug: z.string().min(1),
  prompt_data: z.object({
    prompt: z.object({
      type: z.literal("chat"),
      messages: z.array(z.object({ role: z.string(), content: z.string() })),
    }),
  }),
});
const experimentSchema = z.object({
  project_name: z.string(),
  experiment_name: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).default({}),
  repo_info: z.object({ commit: z.string().nullish() }).optional(),
});

/** An experiment as it was registered. */
export type RegisteredExperiment = z.infer<typeof experimentSchema>;

export interface PromptScript {
  version: string;
  messages: { role: string; content: unknown }[];
}

export interface BraintrustScript {
  /** The prompt it holds; without one it answers that there is none. */
  prompt?: PromptScript;
  /** Answers every call with this status. */
  status?: number;
  /** Answers what is logged with this status. */
  refuseLogs?: number;
  /** Leaves every call waiting for this long. */
  delayMs?: number;
}

/** One row as it was sent. A span is several rows: the later ones are merged into the first. Feedback names no span. */
export interface LogRow {
  id: string;
  span_id?: string;
  root_span_id?: string;
  span_parents?: string[];
  project_id?: string;
  experiment_id?: string;
  _is_merge?: boolean;
  [field: string]: unknown;
}

/** What was told to a row after it was written; a score and its comment are two rows. */
export interface RecordedFeedback {
  row: string;
  scores: unknown;
  comment: unknown;
  source: unknown;
  metadata: unknown;
}

export interface RecordedSpan {
  name: string;
  /** Null for the root. */
  parent: string | null;
  trace: string | undefined;
  /** Whether it belongs to an experiment. */
  evaluated: boolean;
  input?: unknown;
  output?: unknown;
  expected?: unknown;
  error?: unknown;
  scores?: unknown;
  metadata: Record<string, unknown>;
  metrics: Record<string, number>;
  ended: boolean;
}

export class BraintrustProtocol {
  /** Method and path of each call, in order. */
  readonly calls: string[] = [];
  readonly rows: LogRow[] = [];
  /** The names of the projects that were created through the API. */
  readonly projects: string[] = [];
  readonly experiments: RegisteredExperiment[] = [];
  script: BraintrustScript;
  #url: string;
  #closing: AbortSignal;
  /** Of the prompt that was put here; null while it is the script's. */
  #slug: string | null = null;
  #puts = 0;

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
      case "POST /v1/project": {
        const { name } = projectSchema.parse(JSON.parse(body));
        this.projects.push(name);
        return Response.json({ id: PROJECT_ID, org_id: ORG_ID, name });
      }
      case "POST /api/experiment/register":
        return this.#register(body);
      case "PUT /v1/prompt":
        return this.#putPrompt(body);
      case "GET /v1/prompt":
        return Response.json({ objects: this.#prompts(new URL(request.url).searchParams) });
      case "POST /logs3":
        if (this.script.refuseLogs !== undefined) {
          return new Response("scripted failure", { status: this.script.refuseLogs });
        }
        this.rows.push(...JSON.parse(body).rows);
        return Response.json({ ids: [] });
      default:
        return new Response("not found", { status: 404 });
    }
  }

  /** The spans that arrived, with their rows merged as Braintrust does. */
  spans(): RecordedSpan[] {
    const byId = new Map<string, LogRow[]>();
    for (const row of this.rows) {
      if (row.span_id !== undefined) byId.set(row.span_id, [...byId.get(row.span_id) ?? [], row]);
    }
    const names = new Map([...byId].map(([id, rows]) => [id, nameOf(rows)]));
    return [...byId.values()].map((rows) => {
      const merged: LogRow = Object.assign({}, ...rows);
      const metrics: Record<string, number> = Object.assign({}, ...rows.map((row) => row["metrics"]));
      const [parent] = rows.find((row) => row.span_parents)?.span_parents ?? [];
      return {
        name: nameOf(rows),
        parent: parent === undefined ? null : names.get(parent) ?? parent,
        trace: merged.root_span_id,
        evaluated: merged.experiment_id === EXPERIMENT_ID,
        input: merged["input"],
        output: merged["output"],
        expected: merged["expected"],
        error: merged["error"],
        scores: merged["scores"],
        metadata: Object.assign({}, ...rows.map((row) => row["metadata"])),
        metrics,
        ended: metrics["end"] !== undefined,
      };
    });
  }

  /** The feedback that arrived, in order. */
  feedback(): RecordedFeedback[] {
    return this.rows.filter((row) => row["_audit_source"] !== undefined).map((row) => ({
      row: originSchema.parse(row).origin?.id ?? row.id,
      scores: row["scores"],
      comment: row["comment"],
      source: row["_audit_source"],
      metadata: row["_audit_metadata"],
    }));
  }

  #register(body: string): Response {
    const experiment = experimentSchema.parse(JSON.parse(body));
    this.experiments.push(experiment);
    return Response.json({
      project: { id: PROJECT_ID, name: experiment.project_name },
      experiment: { id: EXPERIMENT_ID, name: experiment.experiment_name ?? "unnamed", created: null },
    });
  }

  #putPrompt(body: string): Response {
    const { slug, prompt_data } = putPromptSchema.parse(JSON.parse(body));
    this.#slug = slug;
    const version = String(1_000_196 + this.#puts++);
    this.script = { ...this.script, prompt: { version, messages: prompt_data.prompt.messages } };
    return Response.json(rowOf({ version, messages: prompt_data.prompt.messages }, slug));
  }

  #prompts(query: URLSearchParams): unknown[] {
    const { prompt } = this.script;
    const slug = query.get("slug");
    if (!prompt || slug === null || (this.#slug !== null && this.#slug !== slug)) return [];
    return [rowOf(prompt, slug)];
  }
}

const originSchema = z.object({ origin: z.object({ id: z.string() }).optional() });

function rowOf({ version, messages }: PromptScript, slug: string): unknown {
  return {
    id: PROMPT_ID,
    _xact_id: version,
    project_id: PROJECT_ID,
    org_id: ORG_ID,
    log_id: "p",
    name: slug,
    slug,
    prompt_data: { prompt: { type: "chat", messages }, options: { model: "gpt-5.4-mini" } },
  };
}

function nameOf(rows: LogRow[]): string {
  for (const { span_attributes: attributes } of rows) {
    if (typeof attributes === "object" && attributes !== null && "name" in attributes) {
      return String(attributes.name);
    }
  }
  return "";
}
