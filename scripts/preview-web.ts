// npm run preview:web: the built app with the headers it is to be served with, for a project that is running, by default the one of `npm run stack`.
import { serveLocally } from "../local/executor/local-server.ts";
import { PUBLISHABLE_KEY } from "../local/keys.ts";
import { buildWebApp } from "../local/web-app/build.ts";
import { serveWebApp } from "../local/web-app/serve.ts";

const config = {
  supabaseUrl: Deno.env.get("SUPABASE_URL") ?? "http://127.0.0.1:54321",
  publishableKey: Deno.env.get("SUPABASE_PUBLISHABLE_KEY") ?? PUBLISHABLE_KEY,
};
await buildWebApp();
const { url } = serveLocally(
  Number(Deno.env.get("PORT") ?? 4173),
  "PORT",
  (request) => serveWebApp(request, config),
);
console.log(`${url}, for the project at ${config.supabaseUrl}`);
