import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { keys } from "../api/keys.ts";
import { readUndeliverable } from "../api/preferences.ts";
import { useClient } from "../api/supabase.tsx";
import { useUser } from "../session/session.tsx";
import { Notice } from "../ui/notice.tsx";
import { fullTime } from "../words/time.ts";

/** That mail to the user's address comes back, and what to do. Nothing where it does not. */
export function UndeliverableNotice({ address }: { address: string }): ReactNode {
  const client = useClient();
  const { id } = useUser();
  const { data } = useQuery({
    queryKey: [...keys.preferences, "undeliverable"],
    queryFn: ({ signal }) => readUndeliverable(client, id, signal),
  });
  // The mark stays with an address that the user no longer has.
  if (!data || data.email.toLowerCase() !== address.toLowerCase()) return null;
  return (
    <Notice tone="bad">
      <p>
        Mail to {address} came back for good on{" "}
        {fullTime(data.since)}: the address does not exist or refuses mail. Nothing is sent to it any more.
      </p>
      <p className="mt-1">
        Change the address of your account on the platform; what comes next is mailed to the new one.
      </p>
    </Notice>
  );
}
