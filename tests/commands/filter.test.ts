import assert from "node:assert/strict";
import { join } from "node:path";

interface Ran {
  code: number;
  out: string;
  err: string;
}

async function filter(args: string[], input = ""): Promise<Ran> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "scripts/filter.ts", ...args],
    env: { CANDLES_DIR: "" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  // A command that refuses its options may end before it has read anything.
  const written = new Response(input).body?.pipeTo(child.stdin).catch(() => {});
  const [{ code, stdout, stderr }] = await Promise.all([child.output(), written]);
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

async function withFile<T>(text: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "candidate.go");
    await Deno.writeTextFile(path, text);
    return await use(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const good =
  `ma := indicators.CalculateMA(data.Klines["5m"], 20)\nreturn ma != nil && data.Ticker.LastPrice > *ma`;
const unknown = good.replace("CalculateMA", "GetLatestMA");
const failing = `candles := data.Klines["1d"]\nreturn candles[len(candles)-1].Close > 1`;

Deno.test("filter check exits with 0 for code that compiles", async () => {
  const { code, out } = await filter(["check", "-"], good);
  assert.deepEqual([code, out], [0, "It compiles.\n"]);
});

Deno.test("filter check points at each error and exits with 1", async () => {
  const { code, out } = await filter(["check", "-"], unknown);
  assert.equal(code, 1);
  assert.match(out, /error in line 1, column 7: .*GetLatestMA \[unknown_function\]/);
  assert.match(out, /\n {2}\| ma := indicators\.GetLatestMA.*\n {2}\| {7}\^\n/);
});

Deno.test("filter check --json prints the raw result", async () => {
  const { code, out } = await filter(["check", "-", "--json"], unknown);
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(out).errors.map((error: { line: number }) => error.line), [1]);
});

Deno.test("filter run shows a verdict for each symbol and says which candles it took", async () => {
  const { code, out, err } = await filter(["run", "-", "--symbols", "ALPHAUSDT,BRAVOUSDT"], good);
  assert.equal(code, 0);
  assert.match(out, /ALPHAUSDT +(yes|no) +\d+ +[\d.]+\nBRAVOUSDT +(yes|no) +\d+ +[\d.]+\n/);
  assert.match(err, /Candles: the seeded generator/);
});

Deno.test("filter run shows the failing line with its values and exits with 1", async () => {
  const { code, out } = await filter(["run", "-", "--symbols", "ALPHAUSDT"], failing);
  assert.equal(code, 1);
  assert.match(out, /runtime error out_of_range in line 2/);
  assert.match(out, /2 \| return candles/);
});

Deno.test("filter run --series shows what series code computes", async () => {
  const series = `return map[string]interface{}{"ma": indicators.CalculateMASeries(data.Klines["5m"], 5)}`;
  const { code, out } = await filter(["run", "-", "--series", "--symbols", "ALPHAUSDT"], series);
  assert.equal(code, 0);
  assert.match(out, /ma: 250 values/);
});

Deno.test("filter compare shows what is fixed, and exits with 1 for a suppressed failure", async () => {
  await withFile(good, async (path) => {
    const { code, out } = await filter(["compare", "-", path], unknown);
    assert.equal(code, 0);
    assert.match(out, /8 symbols: 0 equal, 0 changed, 8 fixed, 0 broken/);
  });
  await withFile("return false", async (path) => {
    const { code, out } = await filter(["compare", "-", path], failing);
    assert.equal(code, 1);
    assert.match(out, /Looks like a suppressed failure:/);
  });
});

Deno.test("filter repair shows a diff and the rule that made it", async () => {
  const { code, out } = await filter(["repair", "-"], unknown);
  assert.equal(code, 0);
  assert.match(out, /^unknown-function, line 1: /);
  assert.match(out, /\n-ma := indicators\.GetLatestMA.*\n\+ma := indicators\.CalculateMA/);
});

Deno.test("filter repair says why code was left alone and exits with 1", async () => {
  const { code, out } = await filter(["repair", "-"], "for {}");
  assert.equal(code, 1);
  assert.match(out, /^Left as it is: /);
});

const misuses: Record<string, [string[], RegExp]> = {
  "no command": [[], /command must be one of check, run, compare, repair, but there is none/],
  "an unknown command": [["mend", "-"], /but is "mend"/],
  "an unknown option": [["check", "-", "--fast"], /--fast/],
  "no file": [["check"], /check takes one FILE/],
  "one file to compare": [["compare", "-"], /compare takes FILE and CANDIDATE/],
  "a file that is not there": [["check", "/nowhere.go"], /FILE must be a file .*\/nowhere\.go/],
  "a folder without candles": [
    ["run", "-", "--candles", "/nowhere"],
    /--candles must be a folder .*\/nowhere/,
  ],
  "a symbol that is not there": [["run", "-", "--symbols", "NOPE"], /--symbols must be .*"NOPE"/],
};

for (const [name, [args, named]] of Object.entries(misuses)) {
  Deno.test(`filter with ${name} exits with 2 and says what it takes`, async () => {
    const { code, out, err } = await filter(args, good);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, named);
    assert.doesNotMatch(err, /\n {4}at /);
  });
}

Deno.test("filter --help exits with 0", async () => {
  const { code, out } = await filter(["--help"]);
  assert.equal(code, 0);
  assert.match(out, /^Usage: npm run filter/);
});

Deno.test("filter lets no control character of a filter through to the terminal, and keeps it in its JSON", async () => {
  const steering = "\x1b[2J\x1b]0;owned\x07\u009b31m\u202e";
  const hostile = `candles := data.Klines["1d"]\nreturn candles[len(candles)-1].Close > 1 /* ${steering} */`;
  for (const args of [["check", "-"], ["run", "-"], ["repair", "-"]]) {
    const { out, err } = await filter(args, hostile);
    // deno-lint-ignore no-control-regex -- those are what must not be there.
    assert.doesNotMatch(out + err, /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/, args.join(" "));
  }
  const { out } = await filter(["run", "-", "--json"], hostile);
  assert.ok(JSON.stringify(JSON.parse(out)).includes(JSON.stringify(steering).slice(1, -1)));
});
