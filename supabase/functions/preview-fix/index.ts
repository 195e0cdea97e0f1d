import { requireUser } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { MAX_CODE_BODY_BYTES } from "../_shared/filter-code-schema.ts";
import { candidateOf, openSubject } from "../_shared/subject.ts";
import { previewFix } from "./preview-fix.ts";
import { bodySchema } from "./request.ts";
import { answer } from "./stream.ts";

export default endpoint({
  name: "preview-fix",
  body: bodySchema,
  browser: true,
  maxBytes: MAX_CODE_BODY_BYTES,
  authenticate: requireUser,
  handle: async ({ body, caller, request, log }) => {
    // Before anything is streamed, so that a refusal has its status.
    const subject = await openSubject(body, caller.id, log);
    const opened = { ...subject, candidate: candidateOf(body, subject) };
    return await answer(request, log, (hooks) => previewFix(opened, body, { ...hooks, log }));
  },
});
