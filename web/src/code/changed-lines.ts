import { Chunk } from "@codemirror/merge";
import { Text } from "@codemirror/state";

/** Numbers, from 1, of the lines that differ: those that go from `original`, and those that come with `proposed`. */
export function changedLines(original: string, proposed: string): { gone: number[]; come: number[] } {
  const a = textOf(original);
  const b = textOf(proposed);
  const chunks = Chunk.build(a, b);
  return {
    gone: chunks.flatMap(({ fromA, endA, toA }) => fromA === toA ? [] : linesOf(a, fromA, endA)),
    come: chunks.flatMap(({ fromB, endB, toB }) => fromB === toB ? [] : linesOf(b, fromB, endB)),
  };
}

function textOf(code: string): Text {
  return Text.of(code.split("\n"));
}

function linesOf(text: Text, from: number, to: number): number[] {
  const first = text.lineAt(from).number;
  const last = text.lineAt(to).number;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
