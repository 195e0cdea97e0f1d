/** The body of a response as JSON; null where it is none. Throws what the connection throws, such as at a time limit. */
export async function readJson(response: Response): Promise<unknown> {
  return await response.json().catch((error: unknown) => {
    if (error instanceof SyntaxError) return null;
    throw error;
  });
}
