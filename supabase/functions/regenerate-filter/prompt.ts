// Renders a repair request into chat messages. Everything from outside goes in scrubbed and as a block of data.
import type { Prompt } from "braintrust/edge-light";
import * as z from "zod";
import { scrub } from "../_shared/scrub.ts";
import { committedPrompt, type PromptSource } from "./prompt-source.ts";
import type { EarlierAttempt, FailingStatement, RepairRequest } from "./repair-request.ts";
import { block, holdsBlock, LIMITS } from "./untrusted.ts";

export interface ChatMessage {
  role: "system" | "user";
  content: string;
}

export interface RenderedPrompt {
  messages: ChatMessage[];
  version: string;
}

/** The newest say the most; a trader whose owner declined many would fill the prompt with them. */
const MAX_EARLIER = 4;

/** A prompt without these cannot lead to a repair. */
const REQUIRED_BLOCKS = ["strategy", "code", "error", "input_shape"];

// The API allows more roles; a repair prompt has instructions and one question.
const messagesSchema = z.array(z.object({ role: z.enum(["system", "user"]), content: z.string() })).min(1);

/**
 * Renders `request` with the prompt of `source`; with the committed one if that cannot be rendered or lost a block, since
 * people edit it elsewhere. `secrets` are removed besides everything that looks like one.
 */
export async function renderPrompt(
  request: RepairRequest,
  source: PromptSource,
  secrets: readonly string[] = [],
): Promise<RenderedPrompt> {
  const variables = variablesOf(request, (text) => scrub(text, secrets));
  const { template, version } = await source.load();
  const messages = render(template, variables);
  if (messages !== null) return { messages, version };
  const fallback = render(committedPrompt.template, variables);
  if (fallback === null) throw new Error("The committed prompt lost one of its blocks");
  return { messages: fallback, version: committedPrompt.version };
}

function render(template: Prompt<boolean, boolean>, variables: Variables): ChatMessage[] | null {
  try {
    const messages = messagesSchema.parse(template.build(variables, { flavor: "chat" }).messages);
    const whole = messages.map((message) => message.content).join("\n");
    return REQUIRED_BLOCKS.every((name) => holdsBlock(whole, name)) ? messages : null;
  } catch {
    return null;
  }
}

/**
 * The template's variables, by the names that it uses. A prompt that was edited before a variable existed goes without it, so what a
 * repair cannot do without stands in one of the first.
 */
interface Variables {
  component: RepairRequest["component"];
  trader_name: string;
  strategy: string;
  code: string;
  series_code: string | null;
  /** With the stack and the failing statement. */
  error: string;
  input_shape: string;
  earlier: { number: number; rejected: boolean; code: string; failure: string }[];
  hint: string | null;
}

type Data = (name: string, text: string, limit: number) => string;

// The values are whole blocks, tags included, so that no edit of the template can put data outside of one.
function variablesOf(request: RepairRequest, clean: (text: string) => string): Variables {
  const data: Data = (name, text, limit) => block(name, clean(text), limit);
  const left = Math.max(0, request.earlier.length - MAX_EARLIER);
  return {
    component: request.component,
    trader_name: data("trader_name", request.traderName, LIMITS.name),
    strategy: data("strategy", request.strategy, LIMITS.prose),
    code: data("code", request.code, LIMITS.code),
    series_code: request.seriesCode ? data("series_code", request.seriesCode, LIMITS.code) : null,
    error: errorBlocks(request.error, data),
    input_shape: data("input_shape", request.inputShape, LIMITS.prose),
    earlier: request.earlier.slice(left).map((attempt, index) => ({
      number: left + index + 1,
      ...earlierBlocks(attempt, data),
    })),
    hint: request.hint?.trim() ? data("hint", request.hint, LIMITS.hint) : null,
  };
}

function earlierBlocks(
  { kind, code, failure }: EarlierAttempt,
  data: Data,
): { rejected: boolean; code: string; failure: string } {
  const rejected = kind === "rejected";
  return {
    rejected,
    code: data("earlier_code", code, LIMITS.earlierCode),
    failure: data(
      rejected ? "owner_reason" : "earlier_failure",
      failure.trim() || "(none given)",
      LIMITS.earlierMessage,
    ),
  };
}

function errorBlocks(error: RepairRequest["error"], data: Data): string {
  const blocks = [data("error", `${error.type}: ${error.message}`, LIMITS.message)];
  if (error.stack) blocks.push(data("error_stack", error.stack, LIMITS.stack));
  if (error.statement) blocks.push(data("failing_statement", statementText(error.statement), LIMITS.message));
  return blocks.join("\n\n");
}

function statementText({ line, column, source, explanation, values }: FailingStatement): string {
  return [
    `line ${line}, column ${column}: ${source.trim()}`,
    ...(explanation ? [explanation] : []),
    ...values.map(({ name, value }) => `${name} = ${value}`),
  ].join("\n");
}
