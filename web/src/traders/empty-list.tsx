import { CandlestickChart, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/notice.tsx";

/** Instead of a list without traders: `isFiltered` where there are some, but none that fits. */
export function EmptyList(
  { isFiltered, isBuiltIn, onClear }: { isFiltered: boolean; isBuiltIn: boolean; onClear: () => void },
): ReactNode {
  if (isFiltered) {
    return (
      <Empty icon={SearchX} title="No trader matches">
        <p className="mb-3">None has that name and is in that state.</p>
        <Button onClick={onClear}>Clear search and filter</Button>
      </Empty>
    );
  }
  if (isBuiltIn) return <Empty icon={CandlestickChart} title="There are no built-in traders" />;
  return (
    <Empty icon={CandlestickChart} title="You have no traders yet">
      <p>
        A trader is a filter that looks at every candle of the markets you chose and says which of them fit
        your strategy. You make traders in the screener; each one appears here by itself. When one fails, this
        is where you see what broke and get it repaired.
      </p>
    </Empty>
  );
}
