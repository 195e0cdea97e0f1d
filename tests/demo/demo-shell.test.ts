import assert from "node:assert/strict";
import { renderPage, servePage } from "../../local/demo/landing-page.ts";
import { emptyState } from "../../local/demo/loop-state.ts";
import { parseOptions } from "../../local/demo/options.ts";

const content = {
  login: { email: "trader@example.com", password: "<&secret>" },
  links: [{ label: "mailbox", url: "http://127.0.0.1:54324" }],
  candles: "a folder",
  functionsUrl: "http://127.0.0.1:54321/functions/v1",
};

Deno.test("options default to an interactive demo on port 5173", () => {
  assert.deepEqual({ ...parseOptions([]) }, {
    once: false,
    json: false,
    accept: false,
    help: false,
    ports: { page: 5173, executor: 0, api: 54321, db: 54322, mail: 54324 },
  });
});

Deno.test("options take free ports for a demo that runs once, unless one is given", () => {
  const { ports } = parseOptions(["--once", "--db-port", "6000"]);
  assert.deepEqual(ports, { page: 5173, executor: 0, api: 0, db: 6000, mail: 0 });
});

Deno.test("options refuse a bad port, an unknown flag, and --json without --once", () => {
  assert.throws(() => parseOptions(["--port", "many"]), /Cannot use --port many/);
  assert.throws(() => parseOptions(["--port", "65536"]), /Cannot use --port 65536/);
  assert.throws(() => parseOptions(["--twice"]), /--twice/);
  assert.throws(() => parseOptions(["--json"]), /--once/);
});

Deno.test("page shows the login and the links, and escapes what it shows", () => {
  const page = renderPage(content);
  assert.match(page, /<a href="http:\/\/127\.0\.0\.1:54324">/);
  assert.match(page, /&lt;&amp;secret&gt;/);
});

Deno.test("page serves the counts of the loop, and 503 when they cannot be had", async () => {
  let fail = false;
  await using server = servePage(0, {
    ...content,
    progress: () =>
      fail
        ? Promise.reject(new Error("no database"))
        : Promise.resolve({ state: emptyState, errorsPosted: 7 }),
  });
  const { url } = server;
  const progress = await (await fetch(`${url}/progress.json`)).json();
  assert.equal(progress["errors posted"], 7);
  assert.equal(progress["incidents open"], 0);
  fail = true;
  const response = await fetch(`${url}/progress.json`);
  assert.equal(response.status, 503);
  assert.deepEqual(await response.json(), { message: "no database" });
});

Deno.test("page behind a mail's link asks before it stops mails", async () => {
  await using server = servePage(0, { ...content, progress: () => Promise.reject(new Error()) });
  const page = await (await fetch(`${server.url}/unsubscribe?token=x`)).text();
  assert.match(page, /<button id="stop">/);
  assert.ok(page.includes(`"${content.functionsUrl}/unsubscribe"`));
});

Deno.test("page says which port is taken and which flag chooses another", async () => {
  await using server = servePage(0, { ...content, progress: () => Promise.reject(new Error()) });
  const port = Number(new URL(server.url).port);
  assert.throws(
    () => servePage(port, { ...content, progress: () => Promise.reject(new Error()) }),
    new RegExp(`Port ${port} is taken: .* --page-port`),
  );
});
