// A page in a real Chromium, on a server of its own that serves what is given.
import type { Page } from "playwright-core";
import { launchChromium } from "../../scripts/chromium.ts";

export interface OpenPage extends AsyncDisposable {
  page: Page;
  /** What the page and its workers wrote to the console as errors, or threw. */
  errors: string[];
}

/** Opens `/` of the files in a fresh profile. Rejected with what to install when there is no Chromium. */
export async function openPage(files: Record<string, string>): Promise<OpenPage> {
  const browser = await launchChromium();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => answer(files, new URL(request.url).pathname),
  );
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${server.addr.port}/`);
  return {
    page,
    errors,
    async [Symbol.asyncDispose](): Promise<void> {
      await browser.close();
      await server.shutdown();
    },
  };
}

function answer(files: Record<string, string>, path: string): Response {
  const text = files[path];
  if (path === "/favicon.ico") return new Response(null, { status: 204 });
  if (text === undefined) return new Response("not found", { status: 404 });
  const type = path.endsWith("/") ? "text/html" : "text/javascript";
  return new Response(text, { headers: { "content-type": `${type}; charset=utf-8` } });
}
