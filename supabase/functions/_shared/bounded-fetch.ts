/**
 * A fetch whose response bodies end with an error after so many bytes: an SDK reads a body whole before anybody can look at it. A redirect is
 * the answer and is not followed: it would carry the call to a host that nobody configured. Everything else is fetch's.
 */
export function boundedFetch(maxBytes: number): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: "manual" });
    if (response.body === null) return response;
    let bytes = 0;
    const bounded = response.body.pipeThrough(
      new TransformStream({
        transform: (chunk: Uint8Array, controller): void => {
          bytes += chunk.byteLength;
          if (bytes > maxBytes) controller.error(new Error(`The answer is longer than ${maxBytes} bytes`));
          else controller.enqueue(chunk);
        },
      }),
    );
    const { status, statusText, headers } = response;
    return new Response(bounded, { status, statusText, headers });
  };
}
