import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { createReader, failForGood, mailsTo, notificationIn } from "../support/mails.ts";
import { type Project, startProject } from "../support/project.ts";

let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject({ RESEND_API_KEY: "" });
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

Deno.test("without a mail provider users are told in the app and operators are given a hint", async () => {
  const user = await createReader(project);
  await failForGood(project, user);
  const { email_error } = await notificationIn(project, user, "skipped");
  assert.equal(email_error, "email_not_configured");
  assert.deepEqual(await mailsTo(project, user), []);
  const { data } = await user.client.rpc("list_notifications");
  assert.deepEqual([data.unread, data.items[0].kind], [1, "incident_detected"]);

  const { data: health } = await project.admin.rpc("recovery_health");
  assert.ok(health.problems.includes("email_not_configured"));
  const operator = await project.createUser();
  await project.admin.auth.admin.updateUserById(operator.id, { app_metadata: { role: "admin" } });
  const { data: session } = await operator.client.auth.refreshSession();
  assert.equal(session.user?.app_metadata["role"], "admin");
  const { data: overview, error } = await operator.client.rpc("operator_overview");
  assert.equal(error, null);
  assert.deepEqual(overview.hints, ["email_not_configured"]);
});

Deno.test("send-notification-email says what to set when there is no mail provider", async () => {
  const response = await project.call(
    "send-notification-email",
    { to: "a@example.com", subject: "x", html: "x" },
    { apikey: project.stack.secretKey },
  );
  const { code, message } = await response.json();
  assert.deepEqual([response.status, code], [503, "email_not_configured"]);
  assert.match(message, /RESEND_API_KEY/);
});

Deno.test("an alert is skipped where operators have no webhook, and the hint says so", async () => {
  await project.stack.sql`
    insert into private.operator_alerts (kind, subject, title, body, link)
    values ('dead_letters', 'now', 'Work was given up', 'One mail.', '/operations')`;
  await eventually("the alert to be skipped", async () => {
    const [row] = await project.stack.sql`select status, error from private.operator_alerts`;
    return row?.["status"] === "skipped" && row["error"] === "not_configured" || undefined;
  });
  const { data: health } = await project.admin.rpc("recovery_health");
  assert.ok(health.problems.includes("operator_webhook_not_configured"));
});
