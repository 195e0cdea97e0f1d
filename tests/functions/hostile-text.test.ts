// Names, messages, stacks and symbols that are written to break out of where they are shown: what reaches mails, logs and rows.
import assert from "node:assert/strict";
import type { Mail } from "../../local/mail.ts";
import { createReader, mailsArrived } from "../support/mails.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { errorEvent, market } from "../support/traders.ts";

const PIECES = {
  script: `<script>alert(1)</script><img src=x onerror=alert(1)>`,
  attribute: `"' onmouseover='alert(1)' style="background:url(https://evil.example/a)`,
  link: `[click](javascript:alert(1)) https://evil.example/login <a href="https://evil.example">x</a>`,
  header: "\r\nBcc: everybody@evil.example\r\n\r\n<h1>Body</h1>",
  log: `\n{"level":"error","event":"forged"}\u2028{"level":"error","event":"forged"}`,
  terminal: "\x1b[2J\x1b]0;owned\x07\u009b31m",
  bidi: "\u202egpj.exe\u202c\u2066x\u2069",
  formula: "=cmd|' /C calc'!A0",
};
const HOSTILE = Object.values(PIECES).join(" ");

let project: Project;
let user: TestUser;
let mail: Mail;
const logged: { source: string; message: string }[] = [];

Deno.test.beforeAll(async () => {
  project = await startProject({}, { onLog: ({ source, message }) => logged.push({ source, message }) });
  user = await createReader(project);
  const { data, error } = await project.admin.from("traders").insert({
    user_id: user.id,
    name: HOSTILE,
    filter: {
      code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)\nreturn *rsi < 30 // ${PIECES.script}`,
    },
    strategy: { description: HOSTILE },
  }).select("id").single();
  assert.equal(error, null);
  const event = errorEvent(data?.id, "missingNilCheck", {
    error_message: `failed to fetch klines: ${HOSTILE}`,
    stack_trace: HOSTILE,
    context: { symbol: "NEW<b>USDT", trigger_interval: "5m", executor_version: HOSTILE, machine_id: HOSTILE },
    market_data: market("NEW<b>USDT", 10),
  });
  const answer = await project.callSigned("record-error", event, project.recordErrorSecret);
  const text = await answer.text();
  assert.deepEqual([answer.status, JSON.parse(text).accepted], [202, 1], text);
  const [arrived] = await mailsArrived(project, user, 1);
  assert.ok(arrived);
  mail = arrived;
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

Deno.test("a mail's HTML has no element, attribute or address that its template does not have", () => {
  const html = mail.html ?? "";
  assert.ok(html.includes("&lt;script&gt;"), "the name is told, as text");
  assert.equal(html.match(/<h1/g)?.length, 1);
  const tags = [...html.matchAll(/<\/?([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi)];
  assert.ok(tags.length > 10);
  for (const [, tag = "", attributes = ""] of tags) {
    assert.doesNotMatch(tag, /^(script|img|iframe|object|form|svg|b)$/i);
    assert.doesNotMatch(attributes, /\son\w+\s*=|javascript:|evil\.example/i, tag);
  }
});

Deno.test("links in a mail lead to the app and to its own unsubscribe page, and nowhere else", () => {
  const links = [...(mail.html ?? "").matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
  assert.ok(links.length > 0);
  for (const href of links) {
    const { origin } = new URL(href.replaceAll("&amp;", "&"));
    assert.ok(["https://app.example.com", project.stack.apiUrl].includes(origin), href);
  }
});

Deno.test("a mail's subject and headers are one line each, and its addressee is the owner alone", () => {
  assert.deepEqual(mail.to, [user.email]);
  const { Bcc, bcc, Cc, cc } = mail.headers;
  assert.deepEqual([Bcc, bcc, Cc, cc], [undefined, undefined, undefined, undefined]);
  for (const line of [mail.subject, ...Object.values(mail.headers), ...Object.keys(mail.headers)]) {
    // deno-lint-ignore no-control-regex -- those are what must not be there.
    assert.doesNotMatch(line, /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
  }
});

Deno.test("no part of a mail has a character that steers a terminal or turns the reading direction", () => {
  for (const part of [mail.text ?? "", mail.html ?? ""]) {
    // deno-lint-ignore no-control-regex -- those are what must not be there.
    assert.doesNotMatch(part, /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
  }
});

Deno.test("each line that a function logs is one JSON object, and none is what a reporter wrote", () => {
  const lines = logged.filter(({ source }) => source === "functions").flatMap(({ message }) =>
    message.split("\n")
  );
  const events = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  assert.ok(events.some(({ event }) => typeof event === "string"));
  assert.deepEqual(events.filter(({ event }) => event === "forged"), []);
  // The mailbox, which stands in for a provider, names the subject; the product does not.
  const all = logged.filter(({ source }) => source !== "mail").map(({ message }) => message).join("\n");
  for (const text of ["evil.example", "onmouseover", "cmd|", "\x1b", "\u2028"]) {
    assert.ok(!all.includes(text), JSON.stringify(text));
  }
  for (const secret of [project.recordErrorSecret, project.webhookSecret, project.stack.secretKey]) {
    assert.ok(!all.includes(secret));
  }
});

Deno.test("the owner reads the message as it was reported, for pages show it as text", async () => {
  const { data } = await user.client.from("trader_error_history").select("error_message").single();
  assert.equal(data?.error_message, `failed to fetch klines: ${HOSTILE}`);
});

/**
 * The addresses in the app that are no path written where it is used, by file. Of these, what comes from data is checked: `trace` is `safeLink`'s,
 * a notification's `link` and the sign-in page's `path` are `ownPath`'s. The rest are paths of the app made of its own words and ids.
 */
const ADDRESSES: Record<string, string[]> = {
  "app/header.tsx": ["to"],
  "app/shortcuts.tsx": ["place.to"],
  "incident/attempt-row.tsx": ["trace"],
  "incident/verdict-box.tsx": ["link.to"],
  "notifications/announcements.tsx": ["link"],
  "notifications/bell-list.tsx": ["notification.link"],
  "notifications/notification-row.tsx": ["link"],
  "operations/letter-row.tsx": ["letterLink(letter)", "to"],
  "operations/problems-card.tsx": ["faultPath(faultId)"],
  "session/require-session.tsx": [`hasLeft ? "/sign-in" : path`],
  "session/sign-in-page.tsx": ["path", "path", "to", "to"],
};
/** Attributes and calls that lead somewhere, and what they are given. */
const ADDRESS =
  /\b(?:to|href|src|srcDoc|srcSet|formAction|poster|xlinkHref)=\{((?:`[^`]*`|[^{}]|\{[^{}]*\})*)\}|\bnavigate\(((?:`[^`]*`|[^();])*(?:\([^()]*\))?[^();]*)\)/g;
const ELSEWHERE =
  /\bsetAttribute\(|\bwindow\.open\(|\blocation\.(?:assign|replace)\(|\blocation(?:\.href)?\s*=[^=]|\.(?:href|src|srcdoc)\s*=[^=]/;

Deno.test("no page of the app sets HTML from data, and no address comes from it unchecked", async () => {
  const sources: string[] = [];
  const read = async (folder: string): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = `${folder}/${name}`;
      if (isDirectory) await read(path);
      else if (/(?<!\.test)\.tsx?$/.test(name)) sources.push(`${path}\n${await Deno.readTextFile(path)}`);
    }
  };
  await read("web/src");
  assert.ok(sources.length > 50);
  for (const source of sources) {
    assert.doesNotMatch(
      source,
      /dangerouslySetInnerHTML|\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function\(/,
      source.split("\n", 1)[0],
    );
    assert.doesNotMatch(source, ELSEWHERE, source.split("\n", 1)[0]);
  }
  const found: Record<string, string[]> = {};
  for (const source of sources) {
    const name = source.slice("web/src/".length, source.indexOf("\n"));
    const addresses = [...source.matchAll(ADDRESS)].map(([, attribute, argument]) =>
      attribute ?? argument ?? ""
    )
      .filter((text) => !/^[`"]\/[a-z]/.test(text));
    if (addresses.length > 0) found[name] = addresses;
  }
  assert.deepEqual(found, ADDRESSES);
  const sourceOf = (name: string): string =>
    sources.find((text) => text.startsWith(`web/src/${name}\n`)) ?? "";
  assert.match(sourceOf("incident/attempt-row.tsx"), /const trace = .*\bsafeLink\(/);
  assert.match(sourceOf("api/notifications.ts"), /\blink: .*\bownPath\b/);
  assert.match(sourceOf("session/sign-in-page.tsx"), /\{ path, .*\bsafePath\(/);
});
