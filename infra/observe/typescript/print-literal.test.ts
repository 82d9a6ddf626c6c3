import fc from "fast-check";
import { runInNewContext } from "node:vm";
import { printLiteral } from "./print-literal";

function print(value: unknown, comments: ReadonlyMap<string, readonly string[]> = new Map()): string {
  return printLiteral(value, { indent: 0, before: 0, after: 1, comments });
}

test("what fits stands on one line, keys bare where they may", () => {
  expect(print({ a: [1, true, "x"], "b-c": {}, left: undefined })).toBe('{ a: [1, true, "x"], "b-c": {} }');
});

test("what does not stands an entry a line", () => {
  const long = "x".repeat(80);
  expect(print({ first: long, second: [long] })).toBe(`{\n  first: "${long}",\n  second: ["${long}"],\n}`);
});

test("a list of several objects of several fields is never on one line", () => {
  expect(
    print([
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]),
  ).toBe("[\n  { a: 1, b: 2 },\n  { a: 3, b: 4 },\n]");
});

test("comments stand above their field", () => {
  expect(print({ list: [{ power: 1 }] }, new Map([["list.0.power", ["Fill in."]]]))).toBe(
    "{\n  list: [\n    {\n      // Fill in.\n      power: 1,\n    },\n  ],\n}",
  );
});

test("no text of a cluster can end its literal", () => {
  for (const text of ['"', "'", "\\", "`${x}`", "\n", "\u2028", "*/", "\"'\\\"'", 'say "hi"']) {
    expect(runInNewContext(`(${print({ text })})`)).toEqual({ text });
  }
});

test("what is printed is the value", () => {
  const value = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
  fc.assert(
    fc.property(value, (json) => {
      // A key of this name sets the prototype in a literal; no table has it.
      fc.pre(!JSON.stringify(json).includes("__proto__"));
      expect(JSON.stringify(runInNewContext(`(${print(json)})`))).toBe(JSON.stringify(json));
    }),
  );
});
