// The page behind the link at the foot of a mail: a button, because programs that check links would press nothing.
/** Asks, and tells the function `unsubscribe` with the token of its own address. */
export function unsubscribePage(functionsUrl: string): Response {
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Stop e-mails</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 3rem auto; padding: 0 1rem; }
  button { font: inherit; padding: 0.5rem 1rem; }
</style>
<h1>Stop e-mails</h1>
<p id="state">You will get no more e-mails about your traders. Notifications in the app stay as they are, and you can switch e-mail on
again in your settings.</p>
<button id="stop">Stop e-mails</button>
<script type="module">
  const state = document.querySelector("#state");
  const button = document.querySelector("#stop");
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const url = new URL(${JSON.stringify(`${functionsUrl}/unsubscribe`)});
      url.search = location.search;
      const response = await fetch(url, { method: "POST" });
      const body = await response.json();
      if (!response.ok) throw new Error(body.message);
      state.textContent = "Done. You will get no more e-mails.";
      button.remove();
    } catch (error) {
      state.textContent = error.message;
      button.disabled = false;
    }
  });
</script>
</html>
`;
  return new Response(html, {
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}
