// What the platform's auth server does with a request and @supabase/lite does not.
import { z } from "zod";
import type { AuthMails } from "./auth-mails.ts";
import { JWT_SECRET, PUBLISHABLE_KEY } from "./keys.ts";
import { signToken, verifyToken } from "./tokens.ts";

type Answer = (request: Request) => Promise<Response>;

/** Answers a request to /auth/v1 as the platform would, by what `answer` makes of it. */
export async function answerAuth(request: Request, answer: Answer, mails?: AuthMails): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname === "/auth/v1/verify") {
    return request.method === "GET"
      ? await withMetadataInFragment(await answer(withKey(request)), answer)
      : await withMetadata(await answer(await withKnownType(request)));
  }
  const act = (): Promise<Response> => answer(request);
  const response = await (mails?.leadingTo(url.searchParams.get("redirect_to"), act) ?? act());
  return await withMetadata(response);
}

/** Who follows a link of a mail has no key. */
function withKey(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set("apikey", PUBLISHABLE_KEY);
  return new Request(request, { headers });
}

/** "email" is any code that was mailed; lite has one name for each kind of mail. */
async function withKnownType(request: Request): Promise<Request> {
  const text = await request.text();
  const { data } = z.looseObject({ type: z.literal("email") }).safeParse(parse(text));
  const body = data === undefined ? text : JSON.stringify({ ...data, type: "magiclink" });
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  return new Request(request.url, { method: request.method, headers, body });
}

const metadata = z.looseObject({ app_metadata: z.json(), user_metadata: z.json() });
const session = z.looseObject({ access_token: z.string(), user: metadata });

// The platform's tokens carry the user's metadata, which policies read (`auth.jwt() -> 'app_metadata'`); lite's do not.
async function withMetadata(response: Response): Promise<Response> {
  if (!response.ok || !response.headers.get("content-type")?.includes("json")) return response;
  const text = await response.text();
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  const { success, data } = session.safeParse(JSON.parse(text));
  if (!success) return new Response(text, { status: response.status, headers });
  const access_token = await tokenWith(data.access_token, data.user);
  return Response.json({ ...data, access_token }, { status: response.status, headers });
}

/** The same for the session that a link of a mail leads to the app with. */
async function withMetadataInFragment(response: Response, answer: Answer): Promise<Response> {
  const location = response.headers.get("location");
  const [, page = "", fragment = ""] = /^([^#]*)#(.*)$/.exec(location ?? "") ?? [];
  const params = new URLSearchParams(fragment);
  const token = params.get("access_token");
  if (token === null) return response;
  const user = await answer(
    new Request(new URL("/auth/v1/user", "http://localhost"), {
      headers: { apikey: PUBLISHABLE_KEY, authorization: `Bearer ${token}` },
    }),
  );
  params.set("access_token", await tokenWith(token, metadata.parse(await user.json())));
  const headers = new Headers(response.headers);
  headers.set("location", `${page}#${params}`);
  return new Response(null, { status: response.status, headers });
}

async function tokenWith(token: string, user: z.infer<typeof metadata>): Promise<string> {
  const { app_metadata, user_metadata } = user;
  const claims = { ...await verifyToken(token, JWT_SECRET), app_metadata, user_metadata };
  return await signToken(claims, JWT_SECRET);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
