// Every function, whoever calls it in whatever way: one table says who is admitted; nobody else changes a row.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { MAX_CODE_BODY_BYTES } from "../../supabase/functions/_shared/filter-code-schema.ts";
import { functionNames, withoutJwtCheck } from "../../local/functions-config.ts";
import { type Caller, forgedSignatures, impostors } from "../support/callers.ts";
import { refusal } from "../support/decisions.ts";
import { eventually } from "../support/eventually.ts";
import { createOperator } from "../support/operators.ts";
import { newSecret, type Project, sign, startProject, type TestUser } from "../support/project.ts";
import { proposeFix } from "../support/proposed-fix.ts";
import { rowsOf } from "../support/rows.ts";
import { errorEvent } from "../support/traders.ts";

type Refusal = [status: number, code: string];

/** How a function knows its callers: by a signature with the secret in a variable, a secret key, a session, or the link in a mail. */
type Kind = { secret: string } | "key" | "owner" | "operator" | "link";

interface Row {
  kind: Kind;
  /** Whether browsers may call it from another origin. */
  browser: boolean;
  /** What would change rows if its sender were admitted; a bell for a row that does not exist where only the database knows one. */
  body: unknown;
  /** What a signed-in user gets who may not do this. */
  stranger?: Refusal;
}

/** Functions that only show something, and take GET: who may read it is tested beside each. */
const READS = ["metrics", "openapi"];
/** The most bytes of a body, where it is not 256 kB. */
const LIMITS: Record<string, number> = {
  "apply-fix": MAX_CODE_BODY_BYTES,
  "preview-fix": MAX_CODE_BODY_BYTES,
  "record-error": 4 * 1024 * 1024,
};
const NO_ROW = crypto.randomUUID();
const BELL = { secret: "WEBHOOK_SECRET" };
const resendSecret = newSecret();

let project: Project;
let owner: TestUser;
let stranger: TestUser;
let operator: TestUser;
let traderId: string;
let table: Record<string, Row>;
let secrets: Record<string, string>;

Deno.test.beforeAll(async () => {
  project = await startProject({ RESEND_WEBHOOK_SECRET: resendSecret });
  secrets = {
    RECORD_ERROR_SECRET: project.recordErrorSecret,
    WEBHOOK_SECRET: project.webhookSecret,
    RESEND_WEBHOOK_SECRET: resendSecret,
  };
  [owner, stranger, operator] = [
    await project.createUser(),
    await project.createUser(),
    await createOperator(project),
  ];
  // No mail comes due while rows are compared.
  for (const { id, client } of [owner, operator]) {
    const { error } = await client.from("notification_preferences").upsert({ user_id: id, email: false });
    assert.equal(error, null);
  }
  table = await makeTable();
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

async function makeTable(): Promise<Record<string, Row>> {
  const fix = await proposeFix(project, owner);
  traderId = fix.trader_id;
  await eventually("mails that need not be sent", async () => {
    const { data } = await project.admin.from("notifications").select("id").in("email_status", [
      "pending",
      "sending",
    ]);
    return data?.length === 0 ? true : undefined;
  });
  const [incident, version] = await Promise.all(
    ["trader_incidents", "filter_versions"].map(async (name) => {
      const { data } = await project.admin.from(name).select("id").eq("trader_id", traderId).single();
      return data;
    }),
  );
  const [fault] = await project.stack
    .sql`insert into public.systemic_faults (fingerprint, error_type, error_message)
    values ('v2:matrix', 'runtime', 'Many fail') returning id`;
  const bell: Row = { kind: BELL, browser: false, body: { id: NO_ROW } };
  const of = (kind: Kind, body: unknown, ...refused: Refusal): Row => ({
    kind,
    browser: true,
    body,
    stranger: refused,
  });
  return {
    "alert-operators": bell,
    "apply-fix": of(
      "owner",
      { fix_id: fix.id, decision: "reject", code_sha256: fix.code_sha256 },
      404,
      "fix_not_found",
    ),
    "deploy-filter": bell,
    "diagnose": { kind: "key", browser: false, body: {} },
    "email-events": {
      kind: { secret: "RESEND_WEBHOOK_SECRET" },
      browser: false,
      body: { type: "email.bounced", created_at: new Date().toISOString(), data: { email_id: NO_ROW } },
    },
    "notify": bell,
    "preview-fix": of("owner", { fix_id: fix.id }, 404, "fix_not_found"),
    "record-error": {
      kind: { secret: "RECORD_ERROR_SECRET" },
      browser: false,
      body: errorEvent(traderId, "missingNilCheck"),
    },
    "regenerate-filter": bell,
    "request-fix": of("owner", { incident_id: incident?.id }, 404, "incident_not_found"),
    "resolve-systemic-fault": of(
      "operator",
      { fault_id: fault?.id, decision: "discard" },
      404,
      "systemic_fault_not_found",
    ),
    "retry-dead-letter": of("operator", { kind: "fix", id: fix.id }, 404, "dead_letter_not_found"),
    "rollback-filter": of(
      "owner",
      { trader_id: traderId, version_id: version?.id },
      404,
      "trader_not_found",
    ),
    "send-feedback": bell,
    "send-notification-email": {
      kind: "key",
      browser: false,
      body: { to: "a@example.com", subject: "Hello", html: "<p>Hello</p>" },
    },
    "set-incident-status": of(
      "owner",
      { incident_id: incident?.id, status: "ignored" },
      404,
      "incident_not_found",
    ),
    "set-model-calls": of("operator", { is_on: false }, 403, "not_an_operator"),
    "unsubscribe": { kind: "link", browser: true, body: {} },
  };
}

/** What a function answers whom it does not know. */
function unknown(kind: Kind): Refusal {
  if (kind === "key") return [401, "invalid_key"];
  if (kind === "link") return [403, "invalid_token"];
  return typeof kind === "object" ? [401, "invalid_signature"] : [401, "not_signed_in"];
}

/** Calls a function as each of them; none changes a row. */
async function refuses(name: string, callers: Record<string, Caller>, expected: Refusal): Promise<void> {
  const text = JSON.stringify(table[name]?.body);
  const before = await rowsOf(project);
  const answers: Record<string, Refusal> = {};
  for (const [caller, headersOf] of Object.entries(callers)) {
    answers[caller] = await refusal(await project.call(name, text, await headersOf(text)));
  }
  const all = Object.fromEntries(Object.keys(callers).map((caller) => [caller, expected]));
  assert.deepEqual({ [name]: answers }, { [name]: all });
  assert.deepEqual(await rowsOf(project), before, name);
}

Deno.test("every function has a row in the table, and checks its callers itself", async () => {
  const names = await functionNames("supabase/functions");
  assert.deepEqual([...Object.keys(table), ...READS].sort(), names);
  assert.deepEqual([...withoutJwtCheck(await Deno.readTextFile("supabase/config.toml"))].sort(), names);
});

Deno.test("no function admits an impostor", async () => {
  for (const [name, { kind }] of Object.entries(table)) {
    await refuses(name, impostors(project, owner), unknown(kind));
  }
});

Deno.test("a signature counts for its own body, its own secret and five minutes only", async () => {
  for (const [name, { kind }] of Object.entries(table)) {
    const { [typeof kind === "object" ? kind.secret : ""]: own = newSecret(), ...others } = secrets;
    await refuses(name, forgedSignatures(own, others), unknown(kind));
  }
});

Deno.test("a session opens no machine's function, and a secret key no user's", async () => {
  for (const [name, { kind }] of Object.entries(table)) {
    const isUsers = kind === "owner" || kind === "operator";
    const callers: Record<string, Caller> = isUsers || kind === "link"
      ? { "the secret key": () => ({ apikey: project.stack.secretKey }) }
      : { "an owner": () => owner.headers, "an operator": () => operator.headers };
    await refuses(name, callers, unknown(kind));
  }
});

Deno.test("to a signed-in stranger, rows of others do not exist, and operators' work is refused", async () => {
  for (const [name, { stranger: expected }] of Object.entries(table)) {
    if (expected !== undefined) await refuses(name, { "a stranger": () => stranger.headers }, expected);
  }
});

Deno.test("owners are no operators", async () => {
  for (const [name, { kind, stranger: expected }] of Object.entries(table)) {
    if (kind === "operator" && expected !== undefined) {
      await refuses(name, { "an owner": () => owner.headers }, expected);
    }
  }
});

Deno.test("a function takes its own method only, whoever asks, and changes nothing otherwise", async () => {
  const before = await rowsOf(project);
  for (const [name, { kind, browser }] of Object.entries(table)) {
    const key = { apikey: project.stack.secretKey };
    const headers = kind === "owner" ? owner.headers : kind === "operator" ? operator.headers : key;
    for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const response = await fetch(`${project.stack.apiUrl}/functions/v1/${name}`, {
        method,
        headers,
        redirect: "manual",
      });
      await response.body?.cancel();
      const isPreflight = method === "OPTIONS" && browser;
      const isLink = kind === "link" && method === "GET";
      assert.equal(response.status, isPreflight ? 204 : isLink ? 303 : 405, `${method} ${name}`);
    }
  }
  assert.deepEqual(await rowsOf(project), before);
});

Deno.test("what only shows something takes GET alone", async () => {
  const before = await rowsOf(project);
  for (const name of READS) {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const headers = { apikey: project.stack.secretKey };
      const response = await fetch(`${project.stack.apiUrl}/functions/v1/${name}`, { method, headers });
      assert.deepEqual(await refusal(response), [405, "method_not_allowed"], `${method} ${name}`);
    }
  }
  assert.deepEqual(await rowsOf(project), before);
});

Deno.test("browsers of other origins may call what pages call, without cookies; machines' functions not at all", async () => {
  for (const [name, { browser }] of Object.entries(table)) {
    for (const method of ["OPTIONS", "POST"]) {
      const response = await fetch(`${project.stack.apiUrl}/functions/v1/${name}`, {
        method,
        headers: { Origin: "https://evil.example", "Access-Control-Request-Method": "POST" },
        ...(method === "POST" ? { body: "{}" } : {}),
      });
      await response.body?.cancel();
      const { headers } = response;
      const what = `${method} ${name}`;
      assert.equal(headers.get("access-control-allow-origin"), browser ? "*" : null, what);
      assert.equal(headers.get("access-control-allow-methods"), browser ? "POST, OPTIONS" : null, what);
      assert.equal(headers.get("access-control-allow-credentials"), null, what);
    }
  }
});

Deno.test("a body that is too long, or would be when inflated, is refused before anybody is known", async () => {
  const bomb = new Uint8Array(gzipSync(new Uint8Array(8 * 1024 * 1024)));
  const before = await rowsOf(project);
  for (const name of Object.keys(table)) {
    const url = `${project.stack.apiUrl}/functions/v1/${name}`;
    const inflated = await fetch(url, {
      method: "POST",
      headers: { "Content-Encoding": "gzip" },
      body: bomb,
    });
    assert.deepEqual(await refusal(inflated), [413, "body_too_large"], `${name}, gzip`);
    // Little more than it takes: of what is much longer the rest is cut off, which old gateways answer themselves.
    const limit = LIMITS[name] ?? 256 * 1024;
    const plain = await fetch(url, { method: "POST", body: new Uint8Array(limit + 1) });
    assert.deepEqual(await refusal(plain), [413, "body_too_large"], name);
  }
  assert.deepEqual(await rowsOf(project), before);
});

Deno.test("a signed report that is sent again changes nothing but the caller's share", async () => {
  const text = JSON.stringify(errorEvent(traderId, "missingNilCheck"));
  const headers = sign(text, project.recordErrorSecret);
  const first = await project.call("record-error", text, headers);
  assert.deepEqual([first.status, (await first.json()).accepted], [202, 1]);
  const { "private.ingest_load": _, ...before } = await rowsOf(project);
  const again = await project.call("record-error", text, headers);
  const { accepted, duplicates } = await again.json();
  assert.deepEqual([again.status, accepted, duplicates], [202, 0, 1]);
  const { "private.ingest_load": __, ...after } = await rowsOf(project);
  assert.deepEqual(after, before);
});

Deno.test("whom a function is for is admitted with the very body that others were refused", async () => {
  for (const [name, { kind, body }] of Object.entries(table)) {
    // The link is made by a mail: tests/functions/unsubscribe.test.ts follows it.
    if (kind === "link") continue;
    const text = JSON.stringify(body);
    const response = await project.call(name, text, admission(kind, text));
    const answered = await response.text();
    assert.ok(response.ok, `${name}: ${response.status} ${answered}`);
  }
});

function admission(kind: Exclude<Kind, "link">, text: string): Record<string, string> {
  if (kind === "owner") return owner.headers;
  if (kind === "operator") return operator.headers;
  return kind === "key" ? { apikey: project.stack.secretKey } : sign(text, secrets[kind.secret] ?? "");
}
