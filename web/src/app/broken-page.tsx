import type { ReactNode } from "react";
import type { FallbackProps } from "react-error-boundary";
import { messageOf } from "../api/api-error.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";

/** Instead of a page that broke. One whose script cannot be loaded is mostly of a version that was replaced. */
export function BrokenPage({ error }: FallbackProps): ReactNode {
  return (
    <Page title="This page broke">
      <Notice
        tone="bad"
        isUrgent
        actions={<Button isSmall onClick={() => location.reload()}>Reload</Button>}
      >
        {messageOf(error)}. Nothing was changed by it; reloading usually helps.
      </Notice>
    </Page>
  );
}
