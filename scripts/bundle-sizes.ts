// Bundles every Edge Function as a release does and fails when one is larger than the platform takes.
import { functionNames } from "../local/functions-config.ts";
import { table } from "./command-line.ts";
import { bundleFunctions } from "./release/bundle.ts";

/** The most that Supabase bundles on its servers, without Docker: supabase.com/docs, "Edge Function bundle size issues". */
const LIMIT_BYTES = 5_000_000;

/** The sizes as a table; throws it when one is above the limit. */
export async function checkBundles(): Promise<string> {
  const bundles = await bundleFunctions(await functionNames("supabase/functions"));
  const report = table([
    ["function", "MB", "packages"],
    ...bundles.map(({ name, bytes, packages }) => [name, (bytes / 1_000_000).toFixed(2), packages.length]),
  ]);
  const above = bundles.filter(({ bytes }) => bytes > LIMIT_BYTES);
  if (above.length > 0) throw new Error(`Above 5 MB: ${above.map(({ name }) => name).join(", ")}\n${report}`);
  return report;
}

if (import.meta.main) console.log(await checkBundles());
