const CHUNK = 0x8000;

/** Base64 of bytes. In chunks: one call with all of them as arguments overflows the stack. */
export function toBase64(bytes: ArrayBuffer): string {
  const all = new Uint8Array(bytes);
  let characters = "";
  for (let start = 0; start < all.length; start += CHUNK) {
    characters += String.fromCharCode(...all.subarray(start, start + CHUNK));
  }
  return btoa(characters);
}

/** The bytes of base64. Uint8Array.from would make a string of each character: of three million, 150 MB that a function does not have. */
export function fromBase64(base64: string): ArrayBuffer {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes.buffer;
}
