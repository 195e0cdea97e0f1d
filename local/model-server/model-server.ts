// A local server that speaks the HTTP protocols of OpenAI's chat completions and of Braintrust, as their SDKs really use them.
// A script says what each model call gets; what was sent is kept for assertions. A stand-in for tests and demos: no model answers here.
import { BraintrustProtocol, type BraintrustScript } from "./braintrust-protocol.ts";
import { halfBody, pause } from "./broken-responses.ts";

/** The one model that it lists. */
const MODEL = "gpt-5.4-mini";

/** What the model answers, by the wire's names. */
export interface WireAnswer {
  filter_code: string;
  series_code?: string | null;
  root_cause?: string;
  explanation?: string;
  what_changed?: string[];
  confidence?: number;
}

/** What one call of the model gets. */
export type ModelStep =
  | { kind: "answer"; answer: WireAnswer }
  /** Any content, such as prose, broken JSON or nothing. */
  | { kind: "content"; content: string | null; finishReason?: string }
  | { kind: "refusal" }
  /** The answer stops in the middle: finish_reason length. */
  | { kind: "truncated"; answer: WireAnswer }
  | { kind: "status"; status: number; code?: string; headers?: Record<string, string> }
  /** A body as it is, with status 200: what odd gateways send. */
  | { kind: "body"; body: unknown }
  /** Answers only after `ms`. */
  | { kind: "slow"; ms: number; then: ModelStep }
  /** Sends headers and half a body, then nothing more. */
  | { kind: "stalled" }
  /** Closes the connection in the middle of the body. */
  | { kind: "cut" };

/** A step, or what chooses one by what was asked. */
export type ScriptedStep = ModelStep | ((call: RecordedCall) => ModelStep);

export interface ModelServerOptions {
  /** Any free one by default. */
  port?: number;
  /** One per call, in order; the last one repeats. */
  model?: ScriptedStep[];
  usage?: { prompt_tokens: number; completion_tokens: number } | null;
  braintrust?: BraintrustScript;
  /** Hears of every request, before it is answered. */
  onRequest?: (request: SentRequest) => void;
}

/** What arrived, without its headers: those hold keys. */
export interface SentRequest {
  method: string;
  path: string;
  body: string;
}

export interface RecordedCall {
  headers: Headers;
  body: { model: string; messages: { role: string; content: string }[]; [name: string]: unknown };
}

export class ModelServer implements AsyncDisposable {
  /** What the model was asked, in order. */
  readonly calls: RecordedCall[] = [];
  readonly braintrust: BraintrustProtocol;
  /** Every body that arrived, as text: to look for what must never leave. */
  readonly bodies: string[] = [];
  #server: Deno.HttpServer<Deno.NetAddr>;
  #steps: ScriptedStep[];
  #usage: ModelServerOptions["usage"];
  #onRequest: ModelServerOptions["onRequest"];
  #closing = new AbortController();

  constructor(options: ModelServerOptions = {}) {
    const {
      port = 0,
      model = [],
      usage = { prompt_tokens: 1_000, completion_tokens: 200 },
      braintrust = {},
    } = options;
    this.#steps = [...model];
    this.#usage = usage;
    this.#onRequest = options.onRequest;
    this.#server = Deno.serve(
      {
        hostname: "127.0.0.1",
        port,
        onListen: (): void => {},
        onError: () => new Response(null, { status: 500 }),
      },
      (request) => this.#handle(request),
    );
    this.braintrust = new BraintrustProtocol(this.url, braintrust, this.#closing.signal);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** For OPENAI_BASE_URL. BRAINTRUST_APP_URL is `url`. */
  get openaiUrl(): string {
    return `${this.url}/openai/v1`;
  }

  /** What the next calls of the model get. */
  script(...steps: ScriptedStep[]): void {
    this.#steps = steps;
  }

  /** Ends at once, also for callers that still wait. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#server.shutdown();
  }

  async #handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const text = await request.text();
    this.bodies.push(text);
    this.#onRequest?.({ method: request.method, path: pathname, body: text });
    if (pathname === "/openai/v1/models") {
      return Response.json({ object: "list", data: [{ id: MODEL, object: "model" }] });
    }
    if (pathname !== "/openai/v1/chat/completions") {
      return await this.braintrust.handle(request, pathname, text);
    }
    const call: RecordedCall = { headers: request.headers, body: JSON.parse(text) };
    this.calls.push(call);
    const step = (this.#steps.length > 1 ? this.#steps.shift() : this.#steps[0]) ??
      { kind: "status", status: 500 };
    return await this.#play(typeof step === "function" ? step(call) : step);
  }

  async #play(step: ModelStep): Promise<Response> {
    switch (step.kind) {
      case "answer":
        return this.#completion({ content: content(step.answer) });
      case "content":
        return this.#completion({ content: step.content }, step.finishReason);
      case "refusal":
        return this.#completion({ content: null, refusal: "I cannot help with that" });
      case "truncated":
        return this.#completion({ content: content(step.answer).slice(0, 40) }, "length");
      case "body":
        return Response.json(step.body);
      case "status":
        return Response.json({ error: { message: "scripted", type: "scripted", code: step.code ?? null } }, {
          status: step.status,
          headers: step.headers ?? {},
        });
      case "slow":
        await pause(step.ms, this.#closing.signal);
        return await this.#play(step.then);
      case "stalled":
        return new Response(halfBody({ until: this.#closing.signal }), {
          headers: { "content-type": "application/json" },
        });
      case "cut":
        return new Response(halfBody(), { headers: { "content-type": "application/json" } });
    }
  }

  #completion(message: { content: string | null; refusal?: string }, finishReason = "stop"): Response {
    return Response.json({
      id: `chatcmpl-${this.calls.length}`,
      object: "chat.completion",
      created: 1_780_000_000,
      model: "scripted-model",
      choices: [{
        index: 0,
        finish_reason: finishReason,
        message: { role: "assistant", refusal: null, ...message },
      }],
      ...(this.#usage
        ? {
          usage: { ...this.#usage, total_tokens: this.#usage.prompt_tokens + this.#usage.completion_tokens },
        }
        : {}),
    });
  }
}

function content(answer: WireAnswer): string {
  return JSON.stringify({
    series_code: null,
    root_cause: "An indicator was nil.",
    explanation: "It now waits for enough candles.",
    what_changed: ["Added a nil check"],
    confidence: 0.9,
    ...answer,
  });
}
