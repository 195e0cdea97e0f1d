// Serves the built web app as any static host does: files by their path, the app's one page for every other address.
import { extname, join } from "node:path";
import { WEB_APP_FOLDER } from "./build.ts";
import { securityHeaders } from "./security-headers.ts";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
/** Their names change with what they hold. */
const HASHED = "/assets/";

export interface WebAppConfig {
  supabaseUrl: string;
  publishableKey: string;
}

/** The answer to a request for the app of a project. */
export async function serveWebApp(request: Request, config: WebAppConfig): Promise<Response> {
  const { pathname } = new URL(request.url);
  const headers = securityHeaders(config.supabaseUrl);
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response("Method not allowed", { status: 405, headers });
  }
  if (pathname === "/config.json") {
    return Response.json(config, { headers: { ...headers, "cache-control": "no-cache" } });
  }
  const isFile = extname(pathname) !== "";
  const file = isFile ? pathname : "/index.html";
  try {
    const bytes = await Deno.readFile(join(WEB_APP_FOLDER, join("/", file)));
    return new Response(request.method === "HEAD" ? null : bytes, {
      headers: {
        ...headers,
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        "cache-control": file.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache",
      },
    });
  } catch {
    return new Response("Not found", { status: 404, headers });
  }
}
