import { openapi } from "./openapi.ts";

export default { fetch: openapi };
