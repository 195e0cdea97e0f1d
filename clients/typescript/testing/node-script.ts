// What an executor on Node does, bundled by node.test.ts. Arguments: url, secret, spool folder, mode: die | live
import process from "node:process";
import { codeSha256, Reporter } from "../mod.ts";

const [url = "", secret = "", spoolDir = "", mode = ""] = process.argv.slice(2);
const reporter = new Reporter({ url, secret, spoolDir, machineId: "node", log: (): void => {} });
const event = {
  trader_id: "11111111-1111-4111-8111-111111111111",
  code_sha256: await codeSha256("return", ""),
};

if (mode === "die") {
  for (let i = 0; i < 40; i++) reporter.report({ ...event, error_message: `before the end ${i % 4}` });
  process.kill(process.pid, "SIGKILL");
}
reporter.report({ ...event, error_message: "x".repeat(5_000), market_data: { klines: [1, 2, 3] } });
const guarded = await reporter.guard(event, () => Promise.reject(new RangeError("boom")));
await reporter.close(AbortSignal.timeout(10_000));
const success = /^trader_error_persist_success_total .*$/m.exec(reporter.metrics())?.[0];
console.log(JSON.stringify({ counts: reporter.counts, guarded: guarded.ok, node: process.version, success }));
