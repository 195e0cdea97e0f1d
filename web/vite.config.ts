import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { PUBLISHABLE_KEY } from "../local/keys.ts";

/** sonner writes its styles into the page when it is imported, which the content security policy refuses; styles.css imports them instead. */
function sonnerWithoutInlineStyles(): Plugin {
  return {
    name: "sonner-without-inline-styles",
    transform(code, id): { code: string; map: null } | null {
      if (!/sonner[\\/]dist[\\/]index\.mjs/.test(id)) return null;
      const changed = code.replace('__insertCSS("', 'void ("');
      if (changed === code) {
        throw new Error("sonner no longer inserts its styles as it did: mend vite.config.ts");
      }
      return { code: changed, map: null };
    },
  };
}

/** For `npm run dev:web`: the project that `npm run stack` or the demo has started, or another one by the environment. */
function projectConfig(): Plugin {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = process.env;
  const config = {
    supabaseUrl: SUPABASE_URL ?? "http://127.0.0.1:54321",
    publishableKey: SUPABASE_PUBLISHABLE_KEY ?? PUBLISHABLE_KEY,
  };
  return {
    name: "project-config",
    configureServer(server): void {
      server.middlewares.use("/config.json", (_request, response) => {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(config));
      });
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwind(), sonnerWithoutInlineStyles(), projectConfig()],
  resolve: {
    alias: { "@supabase/storage-js": fileURLToPath(new URL("src/api/no-storage.ts", import.meta.url)) },
  },
  server: { host: "127.0.0.1", port: 5173 },
  worker: { format: "es" },
  optimizeDeps: { exclude: ["sonner"] },
  build: {
    target: "es2022",
    sourcemap: true,
    // Read by scripts/web-sizes.ts.
    manifest: true,
    // Each page's own preloads are enough; the polyfill would be one more script.
    modulePreload: { polyfill: false },
    // Data addresses are no source that the content security policy allows.
    assetsInlineLimit: 0,
  },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
