// The code views without their editor, which is large: that is loaded when the first of them is on a page. Until then, and where it cannot
// be loaded, the code is there as plain text.
import { type ComponentProps, lazy, type ReactNode, Suspense } from "react";
import { ErrorBoundary } from "react-error-boundary";
import type { DiffLayout } from "./code-diff.tsx";
import type { CodeView } from "./code-view.tsx";
import { PlainCode } from "./plain-code.tsx";

const View = lazy(async () => ({ default: (await import("./code-view.tsx")).CodeView }));
const Diff = lazy(async () => ({ default: (await import("./code-diff.tsx")).CodeDiff }));
const Pair = lazy(async () => ({ default: (await import("./code-pair.tsx")).CodePair }));

function OrPlain({ code, label, children }: { code: string; label: string; children: ReactNode }): ReactNode {
  const plain = <PlainCode code={code} label={label} />;
  return (
    <ErrorBoundary fallback={plain}>
      <Suspense fallback={plain}>{children}</Suspense>
    </ErrorBoundary>
  );
}

export function LazyCodeView(props: ComponentProps<typeof CodeView>): ReactNode {
  return (
    <OrPlain code={props.code} label={props.label}>
      <View {...props} />
    </OrPlain>
  );
}

/** What a repair changes: `plain` is what stands there until the views are loaded. */
export function LazyCodeDiff(
  { layout, label, plain, ...code }: {
    original: string;
    proposed: string;
    isFolded: boolean;
    layout: DiffLayout | "swipe";
    label: string;
    plain: string;
  },
): ReactNode {
  return (
    <OrPlain code={plain} label={label}>
      {layout === "swipe" ? <Pair {...code} label={label} /> : <Diff {...code} layout={layout} />}
    </OrPlain>
  );
}
