import assert from "node:assert/strict";
import { mailFixtures, manyEntries } from "../../../../scripts/mail-fixtures.ts";
import { composeMail } from "./compose-mail.ts";
import type { MailContent, MailEntry } from "./mail-content.ts";

const APP = "https://app.example.com";
const LINKS = { appUrl: APP, unsubscribeUrl: "https://api.example.com/unsubscribe?token=a&b=c" };
const GMAIL_CLIPS_AT = 102_000;

const ENTRY: MailEntry = {
  id: "1",
  kind: "incident_detected",
  title: '"Dip hunter" is failing',
  body: "First line.\nSecond line.",
  link: "/traders/7/errors/9",
  trader_id: "7",
  trader_name: "Dip hunter",
  incident_id: "9",
  created_at: "2026-11-24T13:05:00Z",
};

// React can leave a timer of 0 ms behind when it has rendered.
function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

function about(changes: Partial<MailEntry>, frequency: MailContent["frequency"] = "immediate"): MailContent {
  return { frequency, time_zone: "Europe/Berlin", total: 1, entries: [{ ...ENTRY, ...changes }] };
}

function hrefs(html: string): string[] {
  return [...html.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

test("a mail about one change says what, when and where to look, in HTML and in text", async () => {
  const { subject, html, text } = await composeMail(about({}), LINKS);
  assert.equal(subject, '"Dip hunter" is failing');
  for (const part of ["Failing", "Dip hunter", "24 Nov 2026, 14:05 CET", "First line.", "Second line."]) {
    assert.ok(html.includes(part), part);
    assert.ok(text.includes(part), part);
  }
  assert.deepEqual(hrefs(html), [
    `${APP}/traders/7/errors/9`,
    `${APP}/settings`,
    LINKS.unsubscribeUrl,
  ]);
  for (const url of hrefs(html)) assert.ok(text.split("\n").includes(url), url);
});

test("a mail without an address to unsubscribe at offers none", async () => {
  const { html, text } = await composeMail(about({}), { ...LINKS, unsubscribeUrl: null });
  assert.equal(hrefs(html).length, 2);
  assert.doesNotMatch(html + text, /unsubscribe/i);
});

test("a kind that is not known is told in full, neutrally", async () => {
  const { subject, html } = await composeMail(about({ kind: "brand_new", title: "News" }), LINKS);
  assert.equal(subject, "News");
  assert.ok(html.includes('class="neutral"') && html.includes("First line."));
});

test("names are escaped in HTML, and no markup of theirs is left", async () => {
  const name = `Dip <hunter> & "co"<img src=x onerror=alert(1)><script>`;
  const { html, text } = await composeMail(about({ trader_name: name, title: name, body: name }), LINKS);
  assert.ok(html.includes("Dip &lt;hunter&gt; &amp; &quot;co&quot;"));
  assert.doesNotMatch(html, /<(hunter|img|script)/i);
  assert.ok(text.includes(name));
});

test("a subject is one line of at most 300 characters, also of a name that tries to add a header", async () => {
  const nasty = about({ title: `x\r\nBcc: b@example.com\u0000\u202E${"🐻".repeat(400)}` });
  const { subject } = await composeMail(nasty, LINKS);
  assert.match(subject, /^x Bcc: b@example\.com \P{Cc}*…$/u);
  assert.ok(subject.length <= 300 && subject.isWellFormed());
});

test("a long name leaves room for what the title says of it", async () => {
  const name = "n".repeat(400);
  const { subject } = await composeMail(about({ trader_name: name, title: `"${name}" is failing` }), LINKS);
  assert.equal(subject, `"${"n".repeat(79)}…" is failing`);
});

test("a title of nothing that can be shown leaves the subject with the state", async () => {
  assert.equal((await composeMail(about({ title: "\u202E\n" }), LINKS)).subject, "Failing");
});

test("the reason that a mail gives is the frequency that was chosen", async () => {
  const frequencies = ["immediate", "hourly", "daily"] as const;
  const texts = await Promise.all(
    frequencies.map(async (frequency) => (await composeMail(about({}, frequency), LINKS)).text),
  );
  assert.equal(new Set(texts).size, 3);
});

test("a digest names the most urgent change in its subject and the others before it is opened", async () => {
  const { subject, html } = await composeMail(mailFixtures()["digest_6"] ?? about({}), LINKS);
  assert.equal(
    subject,
    '6 changes on 3 traders: The new code of "Golden cross" is not running, …',
  );
  const preheader = /data-skip-in-text="true"[^>]*>([^<]*)/.exec(html)?.[1];
  assert.ok(preheader?.startsWith("&quot;Golden cross&quot; is failing · "));
});

test("a digest tells an incident's history under its latest change", async () => {
  const { text } = await composeMail(mailFixtures()["digest_2"] ?? about({}), LINKS);
  const [latest, earlier] = [
    text.indexOf('A repair for "Dip hunter"'),
    text.indexOf('"Dip hunter" is failing'),
  ];
  assert.ok(latest >= 0 && latest < earlier);
});

test("500 changes with long bodies are a mail that no client clips, with the count of what it leaves out", async () => {
  const mail = mailFixtures()["digest_500"] ?? about({});
  const { subject, html, text } = await composeMail(mail, LINKS);
  assert.equal(subject, '500 changes: "Dip hunter 4" is failing, …');
  assert.ok(bytes(html) < GMAIL_CLIPS_AT);
  assert.ok(text.includes("And 470 more in the app"));
  assert.ok(hrefs(html).includes(`${APP}/notifications`));
});

test("no text, however it is made, makes a digest that clients clip", async () => {
  for (const filler of ['"', "漢", "🐻", "&\n"]) {
    const entries = manyEntries(100).map((entry, index) => ({
      ...entry,
      title: filler.repeat(300),
      body: filler.repeat(1_000),
      trader_id: `${index}`,
      trader_name: filler.repeat(200),
      incident_id: `${index % 25}`,
    }));
    const mail: MailContent = { frequency: "daily", time_zone: "UTC", total: 500, entries };
    const { html } = await composeMail(mail, LINKS);
    assert.ok(bytes(html) < GMAIL_CLIPS_AT, `${filler}: ${bytes(html)}`);
  }
});

test("the same content gives the same bytes", async () => {
  for (const mail of Object.values(mailFixtures())) {
    assert.deepEqual(await composeMail(mail, LINKS), await composeMail(structuredClone(mail), LINKS));
  }
});

test("no mail loads anything, runs anything or leads anywhere but to the app and to unsubscribing", async () => {
  const loading = /<(img|script|iframe|link|object|form|base)\b|<[^>]*\s(src|on\w+)=|url\(|@import/i;
  for (const [name, mail] of Object.entries(mailFixtures())) {
    const { html } = await composeMail(mail, LINKS);
    assert.doesNotMatch(html, loading, name);
    for (const href of hrefs(html)) {
      assert.ok(href === LINKS.unsubscribeUrl || new URL(href).origin === APP, `${name}: ${href}`);
    }
  }
});

test("a path that would leave the app leads to the app", async () => {
  for (const link of ["//evil.example", "/\\evil.example"]) {
    const { html } = await composeMail(about({ link }), LINKS);
    assert.equal(hrefs(html)[0], `${APP}/`);
  }
});

test("a mail is fit for light and dark", async () => {
  const { html } = await composeMail(about({}), LINKS);
  for (const name of ["color-scheme", "supported-color-schemes"]) {
    assert.ok(html.includes(`<meta name="${name}" content="light dark"/>`), name);
  }
  assert.ok(html.includes("@media (prefers-color-scheme: dark)"));
});
