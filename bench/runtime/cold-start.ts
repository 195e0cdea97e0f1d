// A process of its own: from the first call, when nothing is unpacked or compiled, to its answer.
import { checkFilter } from "../../supabase/functions/_shared/filter-runtime/filter-runtime.ts";
import { print } from "../../scripts/command-line.ts";
import { milliseconds } from "./numbers.ts";

print(JSON.stringify({ milliseconds: await milliseconds(() => checkFilter("return true", "filter")) }));
