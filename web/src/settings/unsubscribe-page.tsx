import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import * as z from "zod/mini";
import { ApiError, messageOf } from "../api/api-error.ts";
import { callFunction } from "../api/call.ts";
import { keys } from "../api/keys.ts";
import { useClient } from "../api/supabase.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { LonePage } from "../ui/lone-page.tsx";
import { Notice } from "../ui/notice.tsx";

const doneSchema = z.object({ status: z.literal("unsubscribed") });

/** Where the link at the foot of a mail leads. Nothing happens before the button: programs that check links open them, too. */
export function UnsubscribePage(): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const token = useSearchParams()[0].get("token") ?? "";
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => callFunction(client, `unsubscribe?${new URLSearchParams({ token })}`, {}, doneSchema),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.preferences }),
  });
  if (isSuccess) return <Unsubscribed />;
  if (token === "" || error instanceof ApiError && error.code === "invalid_token") return <BrokenLink />;
  return (
    <LonePage title="Unsubscribe">
      <div className="space-y-4 text-sm">
        <p>
          Switch off all e-mail from Trader Error Recovery? You are still told in the app, and traders are
          still repaired.
        </p>
        {error && (
          <Notice tone="bad" isUrgent>
            {error instanceof ApiError && error.status === 0
              ? "The server cannot be reached, so nothing was changed. Check your connection, then try again."
              : messageOf(error)}
          </Notice>
        )}
        <Button variant="primary" className="w-full" isBusy={isPending} onClick={() => mutate()}>
          Switch e-mail off
        </Button>
        <ButtonLink to="/settings" className="w-full">Get mail less often instead</ButtonLink>
      </div>
    </LonePage>
  );
}

function Unsubscribed(): ReactNode {
  return (
    <LonePage title="E-mail is off">
      <div className="space-y-4 text-sm">
        <p role="status">
          You get no more mail from Trader Error Recovery. You can switch it on again in your settings.
        </p>
        <ButtonLink to="/settings" className="w-full">Go to your settings</ButtonLink>
      </div>
    </LonePage>
  );
}

function BrokenLink(): ReactNode {
  return (
    <LonePage title="This link does not work">
      <div className="space-y-4 text-sm">
        <p role="alert">
          It is damaged or too old, so nothing was changed. Take the link of a newer mail, or sign in and
          switch e-mail off in your settings.
        </p>
        <ButtonLink to="/settings" className="w-full">Go to your settings</ButtonLink>
      </div>
    </LonePage>
  );
}
