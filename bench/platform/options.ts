// npm run bench -- platform: how much of everything.
import { UsageError } from "../../scripts/command-line.ts";

export interface PlatformOptions {
  traders: number;
  symbols: number;
  minutes: number;
  broken: number;
  seed: number;
  realSecondsPerMinute: number;
}

/** Names of command-line options, as text, with what holds unless they are given. */
export const platformDefaults = {
  traders: "1000",
  symbols: "100",
  minutes: "60",
  broken: "0.05",
  seed: "1",
  "real-seconds-per-minute": "8",
} as const;

export type PlatformTexts = Record<keyof typeof platformDefaults, string>;

export function readPlatformOptions(texts: PlatformTexts): PlatformOptions {
  const whole = (name: keyof PlatformTexts, least: number): number => {
    const value = Number(texts[name]);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new UsageError(`--${name} must be a whole number from ${least} on, but is ${texts[name]}`);
  };
  const broken = Number(texts.broken);
  if (!(broken > 0 && broken <= 1)) {
    throw new UsageError(`--broken must be a share above 0 and up to 1, but is ${texts.broken}`);
  }
  const seconds = Number(texts["real-seconds-per-minute"]);
  if (!(seconds >= 0.5 && seconds <= 60)) {
    throw new UsageError(
      `--real-seconds-per-minute must be from 0.5 to 60, but is ${texts["real-seconds-per-minute"]}`,
    );
  }
  return {
    traders: whole("traders", 10),
    symbols: whole("symbols", 1),
    minutes: whole("minutes", 1),
    broken,
    seed: whole("seed", 0),
    realSecondsPerMinute: seconds,
  };
}
