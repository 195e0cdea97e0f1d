// When a connection closes under postgres.js 3.4.9, it may still write to it (the rollback of a transaction that the close cut short), or reject
// a query or a read that nobody waits for any more, also with the reason that the server gave for closing it. None of that is in a promise a caller holds, and each would end this process.
function isStray(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  if (code === "ECONNRESET") return true;
  const inDriver = error.stack?.includes("/postgres/src/connection.js") ?? false;
  // The server is being stopped, has crashed, or is not there yet.
  const isServerGone = /^57P0[1-3]$/.test(code);
  return inDriver &&
    (code.startsWith("CONNECTION_") || isServerGone || (error.stack?.includes("nextWrite") ?? false));
}

globalThis.addEventListener("error", (event) => {
  if (isStray(event.error)) event.preventDefault();
});
globalThis.addEventListener("unhandledrejection", (event) => {
  if (isStray(event.reason)) event.preventDefault();
});
