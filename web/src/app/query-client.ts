import { QueryCache, QueryClient } from "@tanstack/react-query";
import { isPassing, isSignedOut } from "../api/api-error.ts";

const MAX_RETRIES = 3;

/** What passes is tried again, what is refused is not; a session that the server no longer takes is given up. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error) => isSignedOut(error) && onSignedOut() }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < MAX_RETRIES && isPassing(error),
        // What is there stays on the page while the network is away.
        networkMode: "offlineFirst",
      },
      mutations: {
        retry: false,
        networkMode: "always",
        onError: (error) => isSignedOut(error) && onSignedOut(),
      },
    },
  });
}
