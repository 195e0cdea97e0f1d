import type { SupabaseClient } from "@supabase/supabase-js";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { BrowserRouter } from "react-router";
import { ClientProvider } from "../api/supabase.tsx";
import { createRenewal } from "../session/renewal.ts";
import { SessionProvider } from "../session/session.tsx";
import { Toaster } from "../ui/toaster.tsx";
import { createQueryClient } from "./query-client.ts";
import { AppRoutes } from "./routes.tsx";

export function App({ client }: { client: SupabaseClient }): ReactNode {
  const [queries] = useState(() => {
    const renewal = createRenewal(client.auth, () => void queries.invalidateQueries());
    const queries = createQueryClient(renewal);
    return queries;
  });
  return (
    <ClientProvider client={client}>
      <QueryClientProvider client={queries}>
        <SessionProvider>
          <BrowserRouter>
            <AppRoutes />
          </BrowserRouter>
        </SessionProvider>
        <Toaster />
      </QueryClientProvider>
    </ClientProvider>
  );
}
