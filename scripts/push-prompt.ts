// npm run prompt:push: puts the committed prompt into Braintrust, where traces and people who edit it find it.
import { parseArgs } from "node:util";
import { z } from "zod";
import {
  type BraintrustConfig,
  connect,
  readBraintrustConfig,
} from "../supabase/functions/_shared/braintrust.ts";
import { env } from "../supabase/functions/_shared/env.ts";
import { messageOf } from "../supabase/functions/_shared/errors.ts";
import { knownSecrets, scrub } from "../supabase/functions/_shared/scrub.ts";
import { committedPrompt } from "../supabase/functions/regenerate-filter/prompt-source.ts";
import { slug } from "../supabase/functions/regenerate-filter/prompts/regenerate-filter-go.ts";
import { parsed, print, runCommand, UsageError } from "./command-line.ts";

const usage = `Usage: npm run prompt:push -- [options]

Puts the committed prompt ${slug} into the project BRAINTRUST_PROJECT, which is created if it is missing, as its newest
version. It needs BRAINTRUST_API_KEY, and respects BRAINTRUST_ORG_NAME, BRAINTRUST_APP_URL and BRAINTRUST_API_URL.

  --dry-run  shows what would be sent, and sends nothing`;

const REQUEST_LIMIT_MS = 15_000;

const projectSchema = z.object({ id: z.string(), name: z.string() });
const promptSchema = z.object({ _xact_id: z.string(), slug: z.string() });

/** A call of Braintrust's API; throws for whatever is not the answer that `schema` expects. */
type Call = <T>(method: "POST" | "PUT", path: string, body: unknown, schema: z.ZodType<T>) => Promise<T>;

/** Everything of the prompt but its project. */
const prompt = {
  name: slug,
  slug,
  description: `As ${committedPrompt.version}`,
  prompt_data: { prompt: committedPrompt.template.prompt },
};

await runCommand(usage, async (args) => {
  const { values } = parsed(() =>
    parseArgs({ args, options: { "dry-run": { type: "boolean", default: false } } })
  );
  const config = readBraintrustConfig(env);
  if (config === null) {
    throw new UsageError(
      "BRAINTRUST_API_KEY must be set to a key of the organisation that the prompt is pushed to",
    );
  }
  print(values["dry-run"] ? dryRun(config) : await push(config));
  return 0;
});

function dryRun({ project }: BraintrustConfig): string {
  return `Would put this into the project ${project}:\n${JSON.stringify(prompt, null, 2)}`;
}

async function push(config: BraintrustConfig): Promise<string> {
  try {
    const { call, orgName } = await open(config);
    const project = await call(
      "POST",
      "/v1/project",
      { name: config.project, org_name: orgName },
      projectSchema,
    );
    const put = await call("PUT", "/v1/prompt", { project_id: project.id, ...prompt }, promptSchema);
    return `Pushed ${put.slug} (${committedPrompt.version}) to the project ${project.name} of ${orgName}: version ${put._xact_id}`;
  } catch (error) {
    const reason = scrub(messageOf(error), knownSecrets(env));
    throw new Error(
      `Cannot push the prompt to ${config.appUrl}: ${reason}. Check BRAINTRUST_API_KEY and try again`,
    );
  }
}

async function open(config: BraintrustConfig): Promise<{ call: Call; orgName: string | null }> {
  const state = connect(config, { limitMs: REQUEST_LIMIT_MS, secrets: knownSecrets(env) });
  await state.login({});
  const { orgName, apiUrl } = state;
  const call: Call = async (method, path, body, schema) => {
    const response = await state.fetch(`${apiUrl?.replace(/\/+$/, "")}${path}`, {
      method,
      headers: { authorization: `Bearer ${config.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path} was answered with ${response.status}: ${text.slice(0, 200)}`);
    }
    return schema.parse(JSON.parse(text));
  };
  return { call, orgName };
}
