import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { createContext, type ReactNode, use } from "react";
import type { AppConfig } from "./config.ts";

const ClientContext = createContext<SupabaseClient | null>(null);

/** The one client of the app, with the publishable key and the session that the browser keeps. A session in the address is not taken over unasked. */
export function openClient({ supabaseUrl, publishableKey }: AppConfig): SupabaseClient {
  return createClient(supabaseUrl, publishableKey, { auth: { detectSessionInUrl: false } });
}

export function ClientProvider(
  { client, children }: { client: SupabaseClient; children: ReactNode },
): ReactNode {
  return <ClientContext value={client}>{children}</ClientContext>;
}

export function useClient(): SupabaseClient {
  const client = use(ClientContext);
  if (client === null) throw new Error("useClient is only possible below ClientProvider");
  return client;
}
