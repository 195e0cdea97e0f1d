import assert from "node:assert/strict";
import { buildWebApp, WEB_APP_FOLDER } from "../../local/web-app/build.ts";

Deno.test("the web app is built once for many that want it at once, and is whole when each of them has it", async () => {
  await Deno.remove(WEB_APP_FOLDER, { recursive: true }).catch(() => {});
  const script = `import { buildWebApp, WEB_APP_FOLDER } from ${
    JSON.stringify(new URL("../../local/web-app/build.ts", import.meta.url).href)
  };
    await buildWebApp();
    const { birthtime } = await Deno.stat(WEB_APP_FOLDER + "/index.html");
    console.log(birthtime?.getTime());`;
  const built = await Promise.all(Array.from({ length: 3 }, async () => {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--quiet", script],
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  }));
  assert.equal(new Set(built).size, 1);
  await buildWebApp();
});
