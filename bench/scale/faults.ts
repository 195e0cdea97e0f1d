// What filters fail with: messages of the interpreter and the frames below them, which together are a fault's identity.

export interface Fault {
  message: string;
  stack: string;
}

const messages = [
  "panic in trader 1f0c8a52-4c1e-4f0a-9d5e-2f7a31c0b9e4: runtime error: index out of range [21] with length 20",
  "runtime error: invalid memory address or nil pointer dereference, while the filter was evaluated on 5m",
  "reflect: call of reflect.Value.Float on zero Value, after the last candle of 40 had been read",
  "runtime error: integer divide by zero, while the average volume of 20 candles was being worked out",
  "runtime error: slice bounds out of range [:50] with capacity 48, in the window of the moving average",
  "assignment to entry in nil map, while the levels of support and resistance were being collected",
  "interface conversion: interface {} is nil, not float64, at the value that the indicator gave back",
  "execution timed out after 5s, while the filter was evaluated on the candles of 3 intervals",
  "cannot use rsi.Values (type []float64) as type float64 in the argument of the comparison on line 12",
  "runtime error: makeslice: len out of range, while room for -3 candles was being made for the series",
];
const frames = [
  "indicators.CalculateRSI",
  "indicators.CalculateVWAP",
  "indicators.CalculateMACD",
  "indicators.GetHighestHigh",
];

/** Forty faults: each message below each function of the library. */
export const faults: readonly Fault[] = messages.flatMap((message) =>
  frames.map((frame) => ({ message, stack: stackBelow(frame) }))
);

function stackBelow(frame: string): string {
  return [
    "goroutine 4711 [running]:",
    "runtime/debug.Stack()",
    "\t/usr/local/go/src/runtime/debug/stack.go:26 +0x5e",
    "github.com/traefik/yaegi/interp.runCfg.func1()",
    "\t/go/pkg/mod/github.com/traefik/yaegi@v0.16.1/interp/run.go:226 +0xca",
    "panic({0x1f3a9c0?, 0xc0004a2f18?})",
    "\t/usr/local/go/src/runtime/panic.go:791 +0x132",
    `${frame}({0xc0006d8000?, 0x14?, 0x20?}, 0xe)`,
    "\t/app/pkg/filter/indicators.go:142 +0x3f8",
    "github.com/traefik/yaegi/interp.call.func9(0xc00073a000)",
    "\t/go/pkg/mod/github.com/traefik/yaegi@v0.16.1/interp/run.go:1426 +0x81a",
  ].join("\n");
}
