// Failures that no rule mends, each with the repair that the scripted model answers. NUMBER makes each its own.

export interface Fault {
  code: string;
  message: string;
  fixed: string;
}

const endless = (body: string): string =>
  `klines := data.Klines["5m"]
count := 0
i := len(klines) - 1
for i >= 0 {
	if klines[i].Close > klines[i].Open {
		count++
${body}
return count > NUMBER`;

export const FAULTS: Record<string, Fault> = {
  compile: {
    code: `return indicators.CalculateMoonPhase(data.Klines["5m"]) > NUMBER`,
    message:
      'failed to compile filter code: 10:19: package indicators "indicators" has no symbol CalculateMoonPhase',
    fixed: `k := data.Klines["5m"]
if len(k) == 0 {
	return false
}
return k[len(k)-1].Close > NUMBER`,
  },
  timeout: {
    code: endless("\t\ti--\n\t}\n}"),
    message: "filter execution timed out after 1s",
    fixed: endless("\t}\n\ti--\n}"),
  },
};
