// Where the prompt comes from: Braintrust, where it can be improved without a deployment, else the copy committed here.
import { type BraintrustState, loadPrompt, Prompt } from "braintrust/edge-light";
import { type BraintrustConfig, connect, readBraintrustConfig } from "../_shared/braintrust.ts";
import { messageOf } from "../_shared/errors.ts";
import { Logger } from "../_shared/log.ts";
import { knownSecrets, scrub } from "../_shared/scrub.ts";
import { within } from "../_shared/within.ts";
import { slug, text, version } from "./prompts/regenerate-filter-go.ts";

const LOAD_LIMIT_MS = 2_000;
const FRESH_MS = 5 * 60_000;
/** How long the committed prompt serves after a failure, so that a Braintrust that is down costs one wait a minute. */
const FALLBACK_MS = 60_000;

export interface LoadedPrompt {
  template: Prompt<boolean, boolean>;
  /** `braintrust:<version>` or `committed:<short hash>`: recorded with every fix. */
  version: string;
}

export interface PromptSource {
  /** Never fails and takes at most 2 seconds; answers from memory for 5 minutes. */
  load(): Promise<LoadedPrompt>;
}

/** The prompt of this commit. The model that the SDK asks for is never used: the configuration chooses it. */
export const committedPrompt: LoadedPrompt = {
  template: Prompt.fromPromptData(slug, {
    prompt: { type: "chat", messages: messagesOf(text) },
    options: { model: "configured" },
  }),
  version,
};

/** Opens the source for this isolate: call it once and keep it. */
export function openPromptSource(
  env: (name: string) => string | undefined,
  options: { now?: () => number; onUnavailable?: (message: string) => void } = {},
): PromptSource {
  const {
    now = Date.now,
    onUnavailable = (message) => new Logger({}).error("prompt_unavailable", { message }),
  } = options;
  const config = readBraintrustConfig(env);
  if (config === null) return { load: () => Promise.resolve(committedPrompt) };

  const secrets = knownSecrets(env);
  const state = connect(config, { limitMs: LOAD_LIMIT_MS, secrets });
  let cached: Promise<LoadedPrompt> | null = null;
  let staleAt = 0;

  async function load(config: BraintrustConfig): Promise<LoadedPrompt> {
    try {
      const loaded = await within(LOAD_LIMIT_MS, fromBraintrust(config, state));
      staleAt = now() + FRESH_MS;
      return loaded;
    } catch (error) {
      staleAt = now() + FALLBACK_MS;
      onUnavailable(
        `Cannot load prompt ${slug}: ${scrub(messageOf(error), secrets)}. The committed one serves`,
      );
      return committedPrompt;
    }
  }

  return {
    load: () => {
      if (cached === null || now() >= staleAt) {
        // Until it is loaded, others wait for this load instead of starting their own.
        staleAt = Infinity;
        cached = load(config);
      }
      return cached;
    },
  };
}

async function fromBraintrust(config: BraintrustConfig, state: BraintrustState): Promise<LoadedPrompt> {
  const template = await loadPrompt({
    projectName: config.project,
    slug,
    state,
    noTrace: true,
    defaults: { model: "configured" },
  });
  return { template, version: `braintrust:${template.version}` };
}

function messagesOf(markdown: string): { role: "system" | "user"; content: string }[] {
  const [, ...parts] = markdown.split(/^<!-- message: (system|user) -->$/m);
  return Array.from({ length: parts.length / 2 }, (_, index) => ({
    role: parts[2 * index] === "system" ? "system" : "user",
    content: (parts[2 * index + 1] ?? "").trim(),
  }));
}
