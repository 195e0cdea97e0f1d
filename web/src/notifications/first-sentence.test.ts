import { expect, test } from "vitest";
import { firstSentence } from "./first-sentence.ts";

test.each([
  ["It has failed since noon. A repair is being made.", "It has failed since noon."],
  [
    "It calls indicators.GetLatestMA, which is not there. Open it.",
    "It calls indicators.GetLatestMA, which is not there.",
  ],
  ["It took 1.5 s on 3 symbols, e.g. in candles. Open it.", "It took 1.5 s on 3 symbols, e.g. in candles."],
  ['Is it safe? "Dip" is proven.', "Is it safe?"],
  ["No full stop", "No full stop"],
  ["One line\nand another. Then more.", "One line\nand another."],
  ["", ""],
])("of %j it is %j", (text, sentence) => expect(firstSentence(text)).toBe(sentence));
