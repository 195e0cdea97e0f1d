import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isPassing, isSignedOut } from "../api/api-error.ts";

const MAX_RETRIES = 3;

/** What passes is tried again, what is refused is not; a session that the server no longer takes is given up. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const giveUp = (error: unknown): void => {
    if (isSignedOut(error)) onSignedOut();
  };
  return new QueryClient({
    // Not in the defaults: a mutation with an `onError` of its own would take their place.
    queryCache: new QueryCache({ onError: giveUp }),
    mutationCache: new MutationCache({ onError: giveUp }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < MAX_RETRIES && isPassing(error),
        // What is there stays on the page while the network is away.
        networkMode: "offlineFirst",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
