import type { ReactNode } from "react";
import { ButtonLink } from "../ui/button.tsx";
import { Empty } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";

/** For addresses that lead nowhere, and for what is somebody else's, which looks the same. */
export function NotFound(): ReactNode {
  return (
    <Page title="Not found">
      <Empty title="There is nothing here">
        <p className="mb-3">
          The address may be mistyped, or what was here belongs to somebody else or is gone.
        </p>
        <ButtonLink to="/traders">Go to your traders</ButtonLink>
      </Empty>
    </Page>
  );
}
