// What the page of the test runs: it gives the test a FilterWorker to call.
import { FilterWorker } from "../../supabase/functions/_shared/filter-runtime/filter-worker.ts";

Object.assign(globalThis, { filters: new FilterWorker() });
