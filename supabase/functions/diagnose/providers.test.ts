import assert from "node:assert/strict";
import { checkProviders } from "./providers.ts";

interface Service extends AsyncDisposable {
  url: string;
  asked: { method: string; path: string; authorization: string | null }[];
}

/** A service that answers everything like this. */
function serve(answer: () => Response): Service {
  const asked: Service["asked"] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    ({ method, url, headers }) => {
      asked.push({ method, path: new URL(url).pathname, authorization: headers.get("authorization") });
      return answer();
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    asked,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function check(
  name: string,
  variables: Record<string, string>,
): Promise<[string | null, string | undefined]> {
  const found = (await checkProviders((variable) => variables[variable])).find((check) =>
    check.name === name
  );
  assert.ok(found);
  return [found.code, found.detail];
}

const MAIL = { RESEND_API_KEY: "re_1", EMAIL_FROM: "Recovery <recovery@mail.example.com>" };
const EXECUTOR = { EXECUTOR_TOKEN: "token" };
const MODEL = { OPENAI_API_KEY: "sk-1" };
const BRAINTRUST = { BRAINTRUST_API_KEY: "sk-2" };

Deno.test("checkProviders calls nobody that is not set up", async () => {
  const found = await checkProviders(() => undefined);
  assert.deepEqual(found.map(({ name, code }) => [name, code]), [
    ["executor", "off"],
    ["mail", "off"],
    ["model", "off"],
    ["braintrust", "off"],
  ]);
});

/** Whom, with which variables, an answer, and the code and detail that it gives. */
const answers: [
  name: string,
  variables: Record<string, string>,
  address: string,
  answer: () => Response,
  code: string | null,
  detail?: string,
][] = [
  [
    "executor",
    EXECUTOR,
    "EXECUTOR_URL",
    () => Response.json({ symbols: ["BTCUSDT", "ETHUSDT"] }),
    null,
    "2 symbols",
  ],
  ["executor", EXECUTOR, "EXECUTOR_URL", () => new Response("", { status: 401 }), "refused", "401"],
  ["executor", EXECUTOR, "EXECUTOR_URL", () => new Response("", { status: 502 }), "unavailable", "502"],
  ["executor", EXECUTOR, "EXECUTOR_URL", () => Response.json({ hello: "world" }), "unexpected"],
  [
    "mail",
    MAIL,
    "RESEND_BASE_URL",
    () => Response.json({ data: [{ name: "mail.example.com", status: "verified" }] }),
    null,
  ],
  [
    "mail",
    MAIL,
    "RESEND_BASE_URL",
    () => Response.json({ data: [{ name: "mail.example.com", status: "pending" }] }),
    "domain_unverified",
    "mail.example.com",
  ],
  [
    "mail",
    MAIL,
    "RESEND_BASE_URL",
    () => Response.json({ data: [{ name: "example.com", status: "verified" }] }),
    "domain_unverified",
    "mail.example.com",
  ],
  [
    "mail",
    MAIL,
    "RESEND_BASE_URL",
    () => Response.json({ name: "restricted_api_key" }, { status: 401 }),
    null,
    "a key that may only send",
  ],
  [
    "mail",
    MAIL,
    "RESEND_BASE_URL",
    () => Response.json({ name: "validation_error" }, { status: 400 }),
    "refused",
    "400",
  ],
  [
    "mail",
    MAIL,
    "RESEND_BASE_URL",
    () => Response.json({ name: "missing_api_key" }, { status: 401 }),
    "refused",
    "401",
  ],
  ["mail", MAIL, "RESEND_BASE_URL", () => new Response("busy", { status: 429 }), "unavailable", "429"],
  ["mail", MAIL, "RESEND_BASE_URL", () => new Response("<html>"), "unexpected"],
  [
    "mail",
    { ...MAIL, EMAIL_FROM: "Recovery" },
    "RESEND_BASE_URL",
    () => Response.json({}),
    "sender_malformed",
  ],
  [
    "mail",
    { RESEND_API_KEY: "re_1" },
    "RESEND_BASE_URL",
    () => Response.json({}),
    "incomplete",
    "EMAIL_FROM",
  ],
  [
    "model",
    MODEL,
    "OPENAI_BASE_URL",
    () => Response.json({ data: [{ id: "gpt-5.4-mini" }] }),
    null,
    "gpt-5.4-mini",
  ],
  [
    "model",
    MODEL,
    "OPENAI_BASE_URL",
    () => Response.json({ data: [{ id: "other" }] }),
    "model_unlisted",
    "gpt-5.4-mini",
  ],
  ["model", MODEL, "OPENAI_BASE_URL", () => new Response("", { status: 401 }), "refused", "401"],
  ["model", MODEL, "OPENAI_BASE_URL", () => new Response("", { status: 503 }), "unavailable", "503"],
  ["model", MODEL, "OPENAI_BASE_URL", () => new Response("", { status: 404 }), "not_listed", "404"],
  ["braintrust", BRAINTRUST, "BRAINTRUST_APP_URL", () => Response.json({ org_info: [] }), null],
  ["braintrust", BRAINTRUST, "BRAINTRUST_APP_URL", () => new Response("", { status: 401 }), "refused", "401"],
  [
    "braintrust",
    BRAINTRUST,
    "BRAINTRUST_APP_URL",
    () => Response.redirect("http://127.0.0.1:9/", 302),
    "unexpected",
    "302",
  ],
];
for (const [name, variables, address, answer, code, detail] of answers) {
  Deno.test(`checkProviders tells ${code ?? "nothing"} of ${name}${detail === undefined ? "" : `: ${detail}`}`, async () => {
    await using service = serve(answer);
    assert.deepEqual(await check(name, { ...variables, [address]: service.url }), [code, detail]);
  });
}

Deno.test("checkProviders asks with the key, once, for what costs nothing", async () => {
  await using service = serve(() => Response.json({ data: [] }));
  const variables: Record<string, string> = {
    ...MAIL,
    ...MODEL,
    ...BRAINTRUST,
    RESEND_BASE_URL: service.url,
    OPENAI_BASE_URL: `${service.url}/v1/`,
    BRAINTRUST_APP_URL: service.url,
  };
  await checkProviders((name) => variables[name]);
  assert.deepEqual(
    service.asked.map(({ method, path, authorization }) => `${method} ${path} ${authorization}`).sort(),
    [
      "GET /domains Bearer re_1",
      "GET /v1/models Bearer sk-1",
      "POST /api/apikey/login Bearer sk-2",
    ],
  );
});

Deno.test("checkProviders tells that the executor's address is none", async () => {
  assert.equal((await check("executor", { EXECUTOR_URL: "executor:8080" }))[0], "malformed");
});

Deno.test("checkProviders tells that nobody answers, and that settings are wrong", async () => {
  const nowhere = "http://127.0.0.1:9";
  assert.deepEqual(await check("mail", { ...MAIL, RESEND_BASE_URL: nowhere }), ["unreachable", undefined]);
  assert.deepEqual(await check("model", { ...MODEL, OPENAI_BASE_URL: nowhere }), ["unreachable", undefined]);
  assert.deepEqual(await check("braintrust", { ...BRAINTRUST, BRAINTRUST_APP_URL: nowhere }), [
    "unreachable",
    undefined,
  ]);
  assert.equal((await check("model", { ...MODEL, OPENAI_MODEL: "without-a-price" }))[0], "misconfigured");
});
