import * as z from "zod";

/** Lower-case hex SHA-256 of the UTF-8 bytes of a filter's code, one NUL byte, and its series code. */
export const codeHashSchema = z.string().regex(/^[0-9a-f]{64}$/, "must be a lower-case hex SHA-256");
