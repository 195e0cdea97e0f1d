// When a connection closes under postgres.js 3.4.9, it may still write to it (the rollback of a transaction that the close cut short) or reject
// a query that nobody waits for any more. Both happen outside of any promise a caller holds, and would end this process.
function isStray(error: unknown): boolean {
  return error instanceof Error && (error.stack?.includes("/postgres/src/connection.js") ?? false) &&
    (error.stack?.includes("nextWrite") || ("code" in error && String(error.code).startsWith("CONNECTION_")));
}

globalThis.addEventListener("error", (event) => {
  if (isStray(event.error)) event.preventDefault();
});
globalThis.addEventListener("unhandledrejection", (event) => {
  if (isStray(event.reason)) event.preventDefault();
});
