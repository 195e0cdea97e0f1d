import { requireUser } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { openPreview } from "./opened.ts";
import { previewFix } from "./preview-fix.ts";
import { bodySchema, MAX_BODY_BYTES } from "./request.ts";
import { answer } from "./stream.ts";

export default endpoint({
  name: "preview-fix",
  body: bodySchema,
  browser: true,
  maxBytes: MAX_BODY_BYTES,
  authenticate: requireUser,
  handle: async ({ body, caller, request, log }) => {
    // Before anything is streamed, so that a refusal has its status.
    const opened = await openPreview(body, caller, log);
    return await answer(request, log, (hooks) => previewFix(opened, body, { ...hooks, log }));
  },
});
