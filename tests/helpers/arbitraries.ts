import fc from "fast-check";

const awkward = [
  ".",
  "..",
  "/",
  "\\",
  "%",
  "%2e",
  "%2E%2e",
  "%2f",
  "?",
  "#",
  "&",
  "=",
  "+",
  ";",
  ":",
  "@",
  "*",
  "'",
  '"',
  "(",
  "!",
  " ",
  "\t",
  "\r",
  "\n",
  "\0",
  "\x7f",
  "\x85",
  "\u2028",
  "\ufeff",
  "a",
  "ü",
  "e\u0301",
  "漢",
  "🐄",
  "\ud800",
  "\udfff",
];

/** Any text: ordinary ones, any code units (lone surrogates too), and those made of what means something in a URL. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.array(fc.nat({ max: 0xffff }), { maxLength: 5 }).map((units) => String.fromCharCode(...units)),
  fc.array(fc.constantFrom(...awkward), { maxLength: 5 }).map((pieces) => pieces.join("")),
);

/** Whether a text can be a segment of a path. */
export function isSegment(text: string): boolean {
  return text !== "" && text !== "." && text !== ".." && !/\p{Surrogate}/u.test(text);
}
