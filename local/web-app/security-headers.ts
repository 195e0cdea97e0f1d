// The headers that the web app is served with, here and, as docs/web-app.md says, wherever else.

/** Everything comes from where the app comes from, and calls go to its project alone. `wasm-unsafe-eval` is what compiling WebAssembly needs. */
export function contentSecurityPolicy(supabaseUrl: string): string {
  const { origin } = new URL(supabaseUrl);
  const directives = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "worker-src": "'self'",
    "connect-src": `'self' ${origin} ${origin.replace(/^http/, "ws")}`,
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(directives).map(([name, sources]) => `${name} ${sources}`).join("; ");
}

export function securityHeaders(supabaseUrl: string): Record<string, string> {
  return {
    "content-security-policy": contentSecurityPolicy(supabaseUrl),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}
