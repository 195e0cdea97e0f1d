// Serves the API reference. There is nothing in it that is not in this repository, so anybody may read it, and caches may keep it.
import * as z from "zod";
import { endpoint } from "../_shared/endpoint.ts";
import { text } from "./document.ts";

const tag = crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)).then((hash) =>
  `"${Array.from(new Uint8Array(hash, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("")}"`
);

const { fetch } = endpoint({
  name: "openapi",
  method: "GET",
  body: z.object({}),
  browser: true,
  authenticate: () => Promise.resolve(null),
  handle: async ({ request }) => ({ body: documentFor(request.headers.get("if-none-match"), await tag) }),
});

export const openapi = fetch;

function documentFor(known: string | null, etag: string): Response {
  const headers = { ETag: etag, "Cache-Control": "public, max-age=300" };
  // Proxies that compress make the tag a weak one.
  if (known?.replace(/^W\//, "") === etag) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "Content-Type": "application/json" } });
}
