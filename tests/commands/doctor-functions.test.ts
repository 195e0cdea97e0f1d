// What the doctor says of functions that are not there, or not as they should be. The project is a server that answers for it.
import assert from "node:assert/strict";
import { checkFunctions } from "../../scripts/doctor/functions.ts";
import { connect, type Target } from "../../scripts/doctor/target.ts";
import { text as apiReference } from "../../supabase/functions/openapi/document.ts";

const refused = (): Response =>
  Response.json({ code: "method_not_allowed", message: "It takes POST" }, { status: 405 });

/** The codes of what is wrong, where each function answers like this. */
async function codes(
  answers: Record<string, () => Response>,
  kind: Target["kind"] = "hosted",
): Promise<{ codes: string[]; mends: string[] }> {
  const served = { openapi: () => new Response(apiReference), ...answers };
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const name = new URL(request.url).pathname.split("/").at(-1) ?? "";
    const isProbe = request.method === "DELETE";
    if (isProbe && name === "openapi") return refused();
    return new Map(Object.entries(served)).get(name)?.() ?? new Response("", { status: 404 });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  const { signal } = new AbortController();
  const target: Target = {
    url,
    secretKey: "sb_secret_1",
    publishableKey: undefined,
    recordErrorSecret: undefined,
    kind,
    client: connect(url, "sb_secret_1", signal),
  };
  const findings = await checkFunctions(target, [...Object.keys(answers), "openapi"], signal);
  const wrong = findings.filter(({ status }) => status === "failed");
  return { codes: wrong.map(({ code }) => code), mends: wrong.map(({ mend = "" }) => mend) };
}

Deno.test("checkFunctions finds nothing wrong where each function refuses the method", async () => {
  assert.deepEqual((await codes({ notify: refused })).codes, []);
});

const wrong: Record<string, [answer: () => Response, code: string]> = {
  "is not deployed": [
    () => Response.json({ code: "NOT_FOUND", message: "Requested function was not found" }, { status: 404 }),
    "function_missing",
  ],
  "is behind the platform's check of JWTs": [
    () => Response.json({ code: 401, message: "Missing authorization header" }, { status: 401 }),
    "function_wants_jwt",
  ],
  "does not start": [
    () => Response.json({ code: "BOOT_ERROR", message: "Function failed to start" }, { status: 503 }),
    "function_failing",
  ],
  "is somebody else's": [() => Response.json({ hello: "world" }), "function_failing"],
};
for (const [name, [answer, code]] of Object.entries(wrong)) {
  Deno.test(`checkFunctions tells that a function ${name}`, async () => {
    const found = await codes({ notify: answer });
    assert.deepEqual(found.codes, [code]);
    assert.match(found.mends[0] ?? "", /npx supabase functions deploy notify --use-api$/);
  });
}

Deno.test("checkFunctions tells that the functions are of another version, for each kind of project", async () => {
  const older = { openapi: () => Response.json({ openapi: "3.1.0" }) };
  for (const kind of ["hosted", "local", "self-hosted"] as const) {
    const found = await codes(older, kind);
    assert.deepEqual(found.codes, ["other_version"]);
    assert.ok(found.mends[0]);
  }
});
