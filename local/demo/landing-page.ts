// A plain page that shows that the demo is up: where things are, how to sign in, and how far the loop has come.
import { type LocalServer, serveLocally } from "../executor/local-server.ts";
import type { LoopState } from "./loop-state.ts";
import { unsubscribePage } from "./unsubscribe-page.ts";
import { escapeHtml } from "../../supabase/functions/_shared/html.ts";

export interface PageContent {
  login: { email: string; password: string };
  links: { label: string; url: string }[];
  candles: string;
  /** Where the Edge Functions are. */
  functionsUrl: string;
  /** The rows as they are at this moment, and the errors posted so far. */
  progress: () => Promise<{ state: LoopState; errorsPosted: number }>;
}

export function servePage(port: number, content: PageContent): LocalServer {
  const page = renderPage(content);
  return serveLocally(port, "--page-port", async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/progress.json") return await answerProgress(content.progress);
    if (pathname === "/unsubscribe") return unsubscribePage(content.functionsUrl);
    // Mails link to the pages of the web app; until they are there, this one tells how things stand.
    if (/^\/(?:$|traders|notifications|settings|operations)/.test(pathname)) {
      return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
    }
    return new Response("Not found", { status: 404 });
  });
}

async function answerProgress(progress: PageContent["progress"]): Promise<Response> {
  try {
    const { state, errorsPosted } = await progress();
    return Response.json(countUp(state, errorsPosted), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return Response.json({ message: error instanceof Error ? error.message : String(error) }, {
      status: 503,
    });
  }
}

function countUp(state: LoopState, errorsPosted: number): Record<string, number> {
  const { incidents, fixes, notifications, deployments } = state;
  return {
    "errors posted": errorsPosted,
    "incidents open": incidents.filter(({ status }) => status === "open").length,
    "incidents resolved": incidents.filter(({ status }) => status === "resolved").length,
    "fixes proposed": fixes.filter(({ status }) => status === "proposed").length,
    "fixes accepted": fixes.filter(({ status }) => status === "accepted").length,
    "fixes held": fixes.filter(({ status }) => status === "held").length,
    "deployments": deployments.filter(({ status }) => status === "deployed" || status === "verified").length,
    "notifications": notifications.length,
    "notifications mailed": notifications.filter((row) => row.email_status === "sent").length,
  };
}

export function renderPage(
  { login, links, candles }: Omit<PageContent, "progress" | "functionsUrl">,
): string {
  const items = links.map(({ label, url }) =>
    `<li>${escapeHtml(label)}: <a href="${escapeHtml(url)}">${escapeHtml(url)}</a></li>`
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Trader Error Recovery</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }
  td { padding-right: 2rem; font-variant-numeric: tabular-nums; }
</style>
<h1>Trader Error Recovery</h1>
<p>The demo is up. Candles come from ${escapeHtml(candles)}.</p>
<p>Login: <code>${escapeHtml(login.email)}</code>, password <code>${escapeHtml(login.password)}</code></p>
<ul>${items.join("")}</ul>
<h2>So far</h2>
<table aria-live="polite"><tbody id="progress"></tbody></table>
<p id="trouble" role="status"></p>
<script type="module">
  const row = ([label, count]) => {
    const tr = document.createElement("tr");
    for (const text of [label, count]) tr.insertCell().textContent = text;
    return tr;
  };
  async function refresh() {
    try {
      const response = await fetch("/progress.json");
      const body = await response.json();
      if (!response.ok) throw new Error(body.message);
      document.querySelector("#progress").replaceChildren(...Object.entries(body).map(row));
      document.querySelector("#trouble").textContent = "";
    } catch (error) {
      document.querySelector("#trouble").textContent = "No news: " + error.message;
    }
    setTimeout(refresh, 2000);
  }
  refresh();
</script>
</html>
`;
}
