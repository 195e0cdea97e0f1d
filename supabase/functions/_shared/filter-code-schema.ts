import * as z from "zod";

const MAX_BYTES = 64 * 1024;

/** How long a body may be that holds code of both components, of which JSON may write each character as two. */
export const MAX_CODE_BODY_BYTES = 512 * 1024;

/** Series code as users send it, which may be empty: at most 64 KB of UTF-8. */
export const seriesCodeSchema = z.string().refine(
  (code) => new TextEncoder().encode(code).length <= MAX_BYTES,
  { error: `must be at most ${MAX_BYTES} bytes of UTF-8` },
);

/** Filter code as users send it. */
export const filterCodeSchema = seriesCodeSchema.refine((code) => code.trim() !== "", {
  error: "must not be empty",
});
