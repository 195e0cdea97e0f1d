import * as z from "zod";
import { endpoint } from "../_shared/endpoint.ts";
import { exposition } from "./exposition.ts";
import { readSamples } from "./metrics.ts";
import { requireReader } from "./reader.ts";

/** What Prometheus expects of the text format: prometheus.io/docs/instrumenting/exposition_formats. */
const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

export default endpoint({
  name: "metrics",
  method: "GET",
  body: z.strictObject({}),
  authenticate: requireReader,
  handle: async ({ caller, log }) => {
    const samples = await readSamples(caller, log);
    return {
      body: new Response(exposition(samples), { headers: { "Content-Type": CONTENT_TYPE } }),
      logged: { samples: samples.length },
    };
  },
});
