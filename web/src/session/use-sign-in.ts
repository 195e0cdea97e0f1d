// The three ways in. What comes of them is heard as a change of the session.
import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import { useClient } from "../api/supabase.tsx";
import { isUnknownUser } from "./sign-in-problem.ts";

export function usePasswordSignIn(): UseMutationResult<void, Error, { email: string; password: string }> {
  const { auth } = useClient();
  return useMutation({
    mutationFn: async (login) => {
      const { error } = await auth.signInWithPassword(login);
      if (error) throw error;
    },
  });
}

/** Mails a link to `to`, with a code. The same comes of it if no account has the address. */
export function useLinkMail(to: string): UseMutationResult<void, Error, string> {
  const { auth } = useClient();
  return useMutation({
    mutationFn: async (email) => {
      const { error } = await auth.signInWithOtp({
        email,
        options: { shouldCreateUser: false, emailRedirectTo: location.origin + to },
      });
      if (error && !isUnknownUser(error)) throw error;
    },
  });
}

export function useCodeSignIn(): UseMutationResult<void, Error, { email: string; token: string }> {
  const { auth } = useClient();
  return useMutation({
    mutationFn: async (code) => {
      const { error } = await auth.verifyOtp({ ...code, type: "email" });
      if (error) throw error;
    },
  });
}
