// A stand-in for the part of Supabase's Management API that `supabase link`, `secrets set`, `functions deploy --use-api` and `functions delete` call
// (https://supabase.com/docs/reference/api): it keeps what it is sent, and refuses what the platform refuses.
import { z } from "zod";
import { type LocalServer, serveLocally } from "./executor/local-server.ts";

/** The most that the platform bundles on its servers: supabase.com/docs, "Edge Function bundle size issues". */
const LIMIT_BYTES = 5_000_000;

export interface DeployedFunction {
  slug: string;
  entrypoint: string;
  verifyJwt: boolean;
  /** Texts by path, from the folder that holds supabase/. */
  files: Map<string, string>;
}

export interface ManagementApi extends LocalServer {
  /** 20 lower-case letters. */
  projectRef: string;
  /** Functions that are live, by slug. */
  functions: Map<string, DeployedFunction>;
  secrets: Map<string, string>;
}

const metadataSchema = z.object({ entrypoint_path: z.string(), verify_jwt: z.boolean() });
const secretsSchema = z.array(z.object({ name: z.string().regex(/^(?!SUPABASE_)/), value: z.string() }));
const updateSchema = z.array(z.object({ slug: z.string() }));

export function startManagementApi(): ManagementApi {
  const projectRef = "abcdefghijklmnopqrst";
  const functions = new Map<string, DeployedFunction>();
  const bundled = new Map<string, DeployedFunction>();
  const secrets = new Map<string, string>();

  async function deploy(request: Request, url: URL): Promise<Response> {
    const slug = url.searchParams.get("slug") ?? "";
    const form = await request.formData();
    const files = new Map<string, string>();
    for (const file of form.getAll("file")) if (file instanceof File) files.set(file.name, await file.text());
    const bytes = [...files.values()].reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
    if (bytes > LIMIT_BYTES) {
      return Response.json({ message: "Function source code exceeds the maximum deployment size" }, {
        status: 413,
      });
    }
    const { entrypoint_path, verify_jwt } = metadataSchema.parse(JSON.parse(String(form.get("metadata"))));
    const one = { slug, entrypoint: entrypoint_path, verifyJwt: verify_jwt, files };
    (url.searchParams.get("bundleOnly") === "true" ? bundled : functions).set(slug, one);
    return Response.json(functionOf(slug), { status: 201 });
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const route = `${request.method} ${url.pathname.replace(`/v1/projects/${projectRef}`, "")}`;
    switch (route) {
      case "GET ":
        return Response.json(projectOf(projectRef));
      case "GET /api-keys":
        // What the CLI looks for to see that a project is ready.
        return Response.json([{ name: "anon", type: "legacy", api_key: "local" }]);
      case "GET /config/database/pooler":
      case "GET /functions":
        return Response.json([]);
      case "POST /functions/deploy":
        return await deploy(request, url);
      case "PUT /functions":
        for (const { slug } of updateSchema.parse(await request.json())) {
          const one = bundled.get(slug);
          if (one !== undefined) functions.set(slug, one);
        }
        return Response.json({ functions: [...functions.keys()].map(functionOf) });
      case "POST /secrets":
        for (const { name, value } of secretsSchema.parse(await request.json())) secrets.set(name, value);
        return new Response(null, { status: 201 });
      default:
        if (request.method === "DELETE" && functions.delete(url.pathname.split("/functions/")[1] ?? "")) {
          return new Response(null, { status: 200 });
        }
        return Response.json({ message: `The stand-in has no ${route}` }, { status: 404 });
    }
  }

  return { projectRef, functions, secrets, ...serveLocally(0, "", answer) };
}

function functionOf(slug: string): object {
  return {
    id: crypto.randomUUID(),
    slug,
    name: slug,
    version: 1,
    status: "ACTIVE",
    created_at: 0,
    updated_at: 0,
    verify_jwt: false,
  };
}

function projectOf(ref: string): object {
  return {
    id: ref,
    ref,
    organization_id: "local",
    organization_slug: "local",
    name: "local",
    region: "eu-central-1",
    created_at: "2026-01-01T00:00:00Z",
    status: "ACTIVE_HEALTHY",
    database: {
      host: `db.${ref}.supabase.co`,
      version: "17.6.1",
      postgres_engine: "17",
      release_channel: "ga",
    },
  };
}
