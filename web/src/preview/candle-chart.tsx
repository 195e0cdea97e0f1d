// The chart is a canvas: colours come from the app's variables, and what it shows is in a table beside it.
import {
  CandlestickSeries,
  ColorType,
  createChart,
  createSeriesMarkers,
  type DeepPartial,
  type IChartApi,
  type TimeChartOptions,
  type UTCTimestamp,
} from "lightweight-charts";
import { type ReactNode, useEffect, useRef } from "react";
import type { Chart } from "../../../supabase/functions/preview-fix/answer.ts";
import { useIsDark } from "../app/theme.ts";
import { shortTime } from "../words/time.ts";
import { drawnCandles, drawnMarks, MARKS, precisionOf } from "./marks.ts";

/** "Nov 28, 23:00" */
const LABEL_LENGTH = 14;

/** A market with few candles is not drawn as a row of houses. */
const MAX_BAR_SPACING = 40;

export function CandleChart({ chart }: { chart: Chart }): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const isDark = useIsDark();
  useEffect(() => {
    if (host.current === null) return;
    const drawn = createChart(host.current, optionsOf());
    draw(drawn, chart);
    return () => drawn.remove();
    // The colours change with the theme.
  }, [chart, isDark]);
  return (
    <div
      ref={host}
      role="img"
      aria-label={`Candles of ${chart.symbol} with marks; the table below lists the marks`}
      className="h-80 w-full overflow-hidden rounded-md border border-line"
    />
  );
}

function draw(drawn: IChartApi, chart: Chart): void {
  const candles = drawnCandles(chart);
  const precision = precisionOf(candles);
  const [up, down] = [colour("--good"), colour("--bad")];
  const series = drawn.addSeries(CandlestickSeries, {
    upColor: up,
    borderUpColor: up,
    wickUpColor: up,
    downColor: down,
    borderDownColor: down,
    wickDownColor: down,
    priceLineVisible: false,
    lastValueVisible: false,
    priceFormat: { type: "price", precision, minMove: 10 ** -precision },
  });
  series.setData(candles.map((candle) => ({ ...candle, time: candle.time as UTCTimestamp })));
  createSeriesMarkers(
    series,
    drawnMarks(chart).map(({ time, kind }) => ({
      time: time as UTCTimestamp,
      shape: MARKS[kind].shape,
      position: MARKS[kind].position,
      color: colour(MARKS[kind].colour),
      size: 0.8,
    })),
  );
  drawn.timeScale().fitContent();
}

function optionsOf(): DeepPartial<TimeChartOptions> {
  const words = (time: unknown): string => typeof time === "number" ? shortTime(time * 1_000) : "";
  const border = { borderColor: colour("--line") };
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: colour("--surface") },
      textColor: colour("--muted"),
      // Its logo would write a style into the page, which the content security policy refuses; the page has a link instead.
      attributionLogo: false,
    },
    grid: { vertLines: { color: colour("--raised") }, horzLines: { color: colour("--raised") } },
    rightPriceScale: border,
    timeScale: {
      ...border,
      timeVisible: true,
      maxBarSpacing: MAX_BAR_SPACING,
      tickMarkFormatter: words,
      tickMarkMaxCharacterLength: LABEL_LENGTH,
    },
    localization: { timeFormatter: words },
    // A page is scrolled past a chart, not caught by it.
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false },
  };
}

function colour(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}
