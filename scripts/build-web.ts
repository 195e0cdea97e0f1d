// npm run build:web: the web app as static files in web/dist. With SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY it is complete; without them,
// config.json has to be put beside it.
import { buildWebApp, WEB_APP_FOLDER } from "../local/web-app/build.ts";
import { contentSecurityPolicy } from "../local/web-app/security-headers.ts";

await buildWebApp();
const supabaseUrl = Deno.env.get("SUPABASE_URL");
const publishableKey = Deno.env.get("SUPABASE_PUBLISHABLE_KEY");
console.log(`Built ${WEB_APP_FOLDER}`);
if (supabaseUrl === undefined || publishableKey === undefined) {
  console.log(
    'Before you serve it, write config.json beside index.html: { "supabaseUrl": "https://<ref>.supabase.co", "publishableKey": "sb_publishable_..." },\n' +
      "or build it again with SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY set.",
  );
} else {
  if (!publishableKey.startsWith("sb_publishable_")) {
    console.error(
      "SUPABASE_PUBLISHABLE_KEY must be a key that begins with sb_publishable_: it is in everybody's browser",
    );
    Deno.exit(1);
  }
  await Deno.writeTextFile(
    `${WEB_APP_FOLDER}/config.json`,
    `${JSON.stringify({ supabaseUrl, publishableKey })}\n`,
  );
  console.log(
    `Serve it with this header, see docs/web-app.md:\nContent-Security-Policy: ${
      contentSecurityPolicy(supabaseUrl)
    }`,
  );
}
