// What an executor serves, as webhooks of the document: the functions call them at the executor's base URL.
import * as z from "zod";
import { klinesSchema, symbolsSchema } from "../../supabase/functions/_shared/executor.ts";
import { timeframes } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { refusalSchema, reloadedSchema } from "../../supabase/functions/_shared/reload.ts";
import { CODE_HASH } from "./examples.ts";
import { jsonSchemaOf } from "./json-schema.ts";

type Json = Record<string, unknown>;

const json = (description: string, schema: z.ZodType, io: "input" | "output", example?: unknown): Json => ({
  description,
  content: {
    "application/json": {
      schema: jsonSchemaOf(schema, io),
      ...(example === undefined ? {} : { example }),
    },
  },
});

const parameter = (name: string, where: "path" | "query", schema: Json, description: string): Json => ({
  name,
  in: where,
  required: where === "path",
  description,
  schema,
});

const refused = (description: string, example: string): Json =>
  json(description, refusalSchema, "input", { error: example });

export const webhooks: Json = {
  reload: {
    post: {
      operationId: "executor-reload",
      summary: "Run the trader's saved code",
      description:
        "`POST {executor}/api/v1/traders/{id}/reload`. The executor reads the trader's code from the database and runs it from then on. It has ten seconds, and must be able to do it twice. The bearer token is the user's own while they wait, EXECUTOR_TOKEN later, or at the app of a user the token made for it.",
      security: [{ executor: [] }],
      parameters: [parameter("id", "path", { type: "string", format: "uuid" }, "The trader")],
      responses: {
        "200": json("It runs the code, whose hash it names", reloadedSchema, "input", {
          success: true,
          code_sha256: CODE_HASH,
        }),
        "400": refused(
          "The code does not compile; the earlier code goes on. Final",
          "failed to compile filter code: 12:2: undefined: foo",
        ),
        "401": refused("The token is not admitted", "unauthorized"),
        "404": refused("It does not run this trader. Final", "trader not found"),
        "429": refused("Tried again, as are 5xx", "too many reloads"),
      },
    },
  },
  klines: {
    get: {
      operationId: "executor-klines",
      summary: "Candles of a symbol",
      description: "`GET {executor}/api/v1/klines/{symbol}/{interval}`. The newest ones, oldest first.",
      security: [{ executor: [] }],
      parameters: [
        parameter("symbol", "path", { type: "string" }, "Such as BTCUSDT"),
        parameter("interval", "path", { type: "string", enum: [...timeframes] }, "The timeframe"),
        parameter("limit", "query", { type: "integer", minimum: 1 }, "How many; 250 unless given"),
      ],
      responses: {
        "200": json("Candles; times in milliseconds since the epoch", klinesSchema, "input", [{
          openTime: 1_772_000_000_000,
          closeTime: 1_772_000_299_999,
          open: 100,
          high: 102,
          low: 99,
          close: 101,
          volume: 1000,
        }]),
      },
    },
  },
  symbols: {
    get: {
      operationId: "executor-symbols",
      summary: "The symbols it runs filters on",
      description: "`GET {executor}/api/v1/symbols`.",
      security: [{ executor: [] }],
      responses: {
        "200": json("Symbols", symbolsSchema, "input", { symbols: ["BTCUSDT", "ETHUSDT"] }),
      },
    },
  },
};
