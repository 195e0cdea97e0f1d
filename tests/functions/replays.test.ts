// Calls that are signed and yet not what their function is for: another function's, one that was heard before, and bodies that are no JSON.
import assert from "node:assert/strict";
import { refusal } from "../support/decisions.ts";
import { eventually } from "../support/eventually.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { createReader } from "../support/mails.ts";
import { newSecret, type Project, sign, startProject, type TestUser } from "../support/project.ts";
import { proposeFix } from "../support/proposed-fix.ts";
import { rowsOf } from "../support/rows.ts";
import { createTrader, errorEvent } from "../support/traders.ts";

/** The functions that the database rings, all with one secret. */
const BELLS = ["alert-operators", "deploy-filter", "notify", "regenerate-filter", "send-feedback"];

let project: Project;
let executor: FakeExecutor;
let secrets: Record<string, string>;
let user: TestUser;
/** A row that is due, for each function that there is one for. */
let due: Record<string, string>;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  const resendSecret = newSecret();
  project = await startProject({ EXECUTOR_URL: executor.url, RESEND_WEBHOOK_SECRET: resendSecret });
  secrets = Object.fromEntries(BELLS.map((name) => [name, project.webhookSecret]));
  secrets["email-events"] = resendSecret;
  secrets["record-error"] = project.recordErrorSecret;
  user = await createReader(project);
  due = await makeDue();
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

async function makeDue(): Promise<Record<string, string>> {
  const { sql } = project.stack;
  await sql`update private.settings set email_gather = '0'`;
  const { trader_id } = await proposeFix(project, user);
  await eventually("the mails of that", async () => {
    const [row] =
      await sql`select from public.notifications where email_status in ('pending', 'sending') limit 1`;
    return row === undefined ? true : undefined;
  });
  // From here on nobody rings but the test.
  await sql`delete from vault.secrets`;
  await sql`select cron.unschedule(jobname) from cron.job`;
  const [deployment] = await sql`insert into public.deployments (trader_id, user_id, version_id)
    select trader_id, user_id, id from public.filter_versions where trader_id = ${trader_id} and is_running
    returning id`;
  const event = errorEvent(await createTrader(project, user, "missingNilCheck"), "missingNilCheck");
  const reported = await project.callSigned("record-error", event, project.recordErrorSecret);
  assert.equal(reported.status, 202);
  await reported.body?.cancel();
  const [fix] = await sql`select id from public.proposed_fixes where status = 'queued'`;
  const [notification] = await sql`select id from public.notifications where email_status = 'pending'`;
  return { "deploy-filter": deployment?.id, "regenerate-filter": fix?.id, "notify": notification?.id };
}

Deno.test("a signed bell finds its row at its own function only, and nothing once that is done", async () => {
  const { sql } = project.stack;
  const before = await rowsOf(project);
  for (const [own, id] of Object.entries(due)) {
    const text = JSON.stringify({ id });
    const headers = sign(text, project.webhookSecret);
    for (const name of BELLS.filter((name) => name !== own)) {
      const response = await project.call(name, text, headers);
      assert.deepEqual([response.status, await response.json()], [200, { status: "not_claimed" }], name);
    }
  }
  assert.deepEqual(await rowsOf(project), before);

  const text = JSON.stringify({ id: due["deploy-filter"] });
  const headers = sign(text, project.webhookSecret);
  const rung = await project.call("deploy-filter", text, headers);
  assert.deepEqual([rung.status, await rung.json()], [202, { status: "claimed" }]);
  await eventually("the deployment", async () => {
    const [row] = await sql`select status from public.deployments where id = ${due["deploy-filter"] ?? ""}`;
    return row?.status === "deployed" ? true : undefined;
  });
  const after = await rowsOf(project);
  const again = await project.call("deploy-filter", text, headers);
  assert.deepEqual([again.status, await again.json()], [200, { status: "not_claimed" }]);
  assert.deepEqual(await rowsOf(project), after);
  assert.equal(executor.reloads.length, 1);
});

Deno.test("a call that is signed for one function's secret is refused by functions of another", async () => {
  const before = await rowsOf(project);
  for (const [from, secret] of Object.entries(secrets)) {
    const text = JSON.stringify({ id: due["regenerate-filter"] });
    const headers = sign(text, secret);
    for (const [to, own] of Object.entries(secrets)) {
      if (own === secret) continue;
      const answer = await refusal(await project.call(to, text, headers));
      assert.deepEqual(answer, [401, "invalid_signature"], `${from} at ${to}`);
    }
  }
  assert.deepEqual(await rowsOf(project), before);
});

/** Bodies that are not what a function takes, with what they call themselves; the signature is right. */
const ODD: Record<string, { type: string; text: string }> = {
  "XML": { type: "text/xml", text: `<?xml version="1.0"?><id>1</id>` },
  "a document that names another": {
    type: "application/xml",
    text: `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`,
  },
  "a form": { type: "application/x-www-form-urlencoded", text: "id=1&id=2" },
  "parts": { type: "multipart/form-data; boundary=x", text: `--x\r\n\r\n{"id":1}\r\n--x--` },
  "JSON that is called a script": { type: "text/javascript", text: `cb({"id":1})` },
  "nothing": { type: "application/json", text: "" },
};

Deno.test("a signed body that is no JSON is refused, whatever it calls itself, and changes nothing", async () => {
  const before = await rowsOf(project);
  for (const [name, secret] of Object.entries(secrets)) {
    for (const [what, { type, text }] of Object.entries(ODD)) {
      const headers = { ...sign(text, secret), "Content-Type": type };
      const answer = await refusal(await project.call(name, text, headers));
      assert.deepEqual(answer, [400, "invalid_json"], `${what} at ${name}`);
    }
  }
  assert.deepEqual(await rowsOf(project), before);
});

Deno.test("a body is read as UTF-8, whatever it calls itself: in another encoding it is not what was signed", async () => {
  const before = await rowsOf(project);
  for (const [name, secret] of Object.entries(secrets)) {
    const text = JSON.stringify({ id: due["regenerate-filter"] });
    const bytes = new Uint8Array(new Uint16Array([...text].map((letter) => letter.charCodeAt(0))).buffer);
    const response = await fetch(`${project.stack.apiUrl}/functions/v1/${name}`, {
      method: "POST",
      headers: { ...sign(text, secret), "Content-Type": "application/json; charset=utf-16le" },
      body: bytes,
    });
    assert.deepEqual(await refusal(response), [401, "invalid_signature"], name);
  }
  assert.deepEqual(await rowsOf(project), before);
});

Deno.test("what calls itself something else and is not signed is not read at all", async () => {
  const before = await rowsOf(project);
  for (const name of Object.keys(secrets)) {
    for (const [what, { type, text }] of Object.entries(ODD)) {
      const answer = await refusal(await project.call(name, text, { "Content-Type": type }));
      assert.deepEqual(answer, [401, "invalid_signature"], `${what} at ${name}`);
    }
  }
  assert.deepEqual(await rowsOf(project), before);
});

Deno.test("a header that would begin another one is sent by no client, and a signature in one is refused by the server", async () => {
  const text = JSON.stringify({ id: due["regenerate-filter"] });
  const signed = sign(text, project.webhookSecret);
  for (const end of ["\r\n", "\n", "\r", "\0"]) {
    const headers = {
      ...signed,
      "webhook-id": `${signed["webhook-id"]}${end}apikey: ${project.stack.secretKey}`,
    };
    await assert.rejects(project.call("notify", text, headers), TypeError, JSON.stringify(end));
  }
  const before = await rowsOf(project);
  const { hostname, port } = new URL(project.stack.apiUrl);
  for (const end of ["\r", "\0", "\n "]) {
    using connection = await Deno.connect({ hostname, port: Number(port) });
    const head = [
      "POST /functions/v1/notify HTTP/1.1",
      `Host: ${hostname}:${port}`,
      "Connection: close",
      `Content-Length: ${text.length}`,
      `webhook-timestamp: ${signed["webhook-timestamp"]}`,
      `webhook-signature: ${signed["webhook-signature"]}`,
      `webhook-id: ${signed["webhook-id"]}${end}apikey: ${project.stack.secretKey}`,
    ];
    await connection.write(new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n${text}`));
    const answered = await new Response(connection.readable).text();
    assert.match(answered, /^HTTP\/1\.1 40[01] /, JSON.stringify([end, answered]));
  }
  assert.deepEqual(await rowsOf(project), before);
});

// Last, as what is claimed is worked on.
Deno.test("what was due all the while is claimed at its own function", async () => {
  for (const name of ["notify", "regenerate-filter"]) {
    const response = await project.callSigned(name, { id: due[name] }, project.webhookSecret);
    assert.deepEqual([response.status, await response.json()], [202, { status: "claimed" }], name);
  }
  await eventually("the end of both", async () => {
    const [row] = await project.stack.sql`select
      (select status from public.proposed_fixes where id = ${due["regenerate-filter"] ?? ""}) as fix,
      (select email_status from public.notifications where id = ${due.notify ?? ""}) as mail`;
    return row?.fix === "proposed" && row.mail === "sent" ? true : undefined;
  });
});
