// What filters, exchanges and executors wrote is shown in a terminal, which must not be steered by it.

// What steers: control characters, but for those that lay out text, and what turns the reading direction or breaks lines.
// deno-lint-ignore no-control-regex -- those are what has to go.
const STEERING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The text with its steering characters as JSON writes them: people see them, and JSON keeps its meaning. */
export function printable(text: string): string {
  return text.replace(
    STEERING,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
