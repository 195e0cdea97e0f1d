// The OpenAPI 3.1 document of the functions, from their own schemas.
import { describe, jsonSchemaOf } from "./json-schema.ts";
import { webhooks } from "./executor.ts";
import type { Answer, Caller, Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { refusalsOf } from "./refusals.ts";

export type Json = Record<string, unknown>;

const SIGNED = { webhookId: [], webhookTimestamp: [], webhookSignature: [] };
const USER = [{ userToken: [], publishableKey: [] }];

const SECURITY: Record<Caller, Json[]> = {
  executor: [SIGNED, { secretKey: [] }],
  database: [SIGNED, { secretKey: [] }],
  provider: [SIGNED, { secretKey: [] }],
  "secret-key": [{ secretKey: [] }],
  user: USER,
  operator: USER,
  link: [],
  anyone: [],
};

const header = (name: string, description: string): Json => ({
  type: "apiKey",
  in: "header",
  name,
  description,
});

const securitySchemes: Json = {
  webhookId: header("webhook-id", "Standard Webhooks: an id of this message"),
  webhookTimestamp: header(
    "webhook-timestamp",
    "Standard Webhooks: seconds since the epoch, five minutes off at most",
  ),
  webhookSignature: header(
    "webhook-signature",
    "Standard Webhooks: `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces",
  ),
  secretKey: header("apikey", "A secret key of the project, `sb_secret_...`"),
  publishableKey: header("apikey", "The publishable key of the project, `sb_publishable_...`"),
  userToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of a signed-in user",
  },
  executor: { type: "http", scheme: "bearer", description: "What the executor identifies its caller by" },
};

const errorSchema: Json = {
  type: "object",
  description: "`code` is for programs, `message` for people",
  properties: { code: { type: "string" }, message: { type: "string" } },
  required: ["code", "message"],
};

/** The whole document. */
export function apiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const path = paths[`/${operation.name}`] ??= {};
    path[operation.method.toLowerCase()] = describeOperation(operation);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Trader Error Recovery",
      version,
      description:
        "The Edge Functions, and what an executor serves to them. Failures are `{ code, message }`.",
    },
    servers: [{
      url: "https://{project}.supabase.co/functions/v1",
      variables: { project: { default: "project", description: "The project's reference" } },
    }],
    paths,
    webhooks,
    components: { securitySchemes, schemas: { Error: errorSchema } },
  };
}

function describeOperation(operation: Operation): Json {
  const { name, method, caller, summary, description, request } = operation;
  return {
    operationId: method === "POST" ? name : `${name}-get`,
    summary,
    description,
    tags: [caller],
    security: SECURITY[caller],
    parameters: parametersOf(operation),
    ...(request === undefined ? {} : {
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: describe(jsonSchemaOf(request.schema, "input"), request.fields),
            example: request.example,
          },
        },
      },
    }),
    responses: responsesOf(operation),
  };
}

function parametersOf({ query = {}, headers = {} }: Operation): Json[] {
  const schema = { type: "string" };
  return [
    ...Object.entries(query).map(([name, description]) => ({
      name,
      in: "query",
      required: true,
      description,
      schema,
    })),
    ...Object.entries(headers).map(([name, description]) => ({ name, in: "header", description, schema })),
  ];
}

function responsesOf(operation: Operation): Json {
  const answers = operation.answers.map((answer) => [String(answer.status), responseOf(operation, answer)]);
  const refusals = [...refusalsOf(operation)].map((
    [status, codes],
  ) => [String(status), refusal(status, codes)]);
  return Object.fromEntries([...answers, ...refusals]);
}

function responseOf(
  { name }: Operation,
  { description, schema, type = "application/json", example }: Answer,
): Json {
  if (schema === undefined) return { description };
  const content = {
    [type]: {
      schema: jsonSchemaOf(schema, "output"),
      ...(example === undefined ? {} : { example }),
    },
    ...(name === "preview-fix" ? { "text/event-stream": { schema: { type: "string" } } } : {}),
  };
  return { description, content };
}

function refusal(status: number, codes: string[]): Json {
  return {
    description: codes.map((code) => `\`${code}\``).join(", "),
    ...(status === 429 || status === 503
      ? {
        headers: {
          "Retry-After": { description: "Seconds to wait, where waiting helps", schema: { type: "integer" } },
        },
      }
      : {}),
    content: {
      "application/json": {
        schema: {
          allOf: [{ $ref: "#/components/schemas/Error" }, { properties: { code: { enum: codes } } }],
        },
      },
    },
  };
}
