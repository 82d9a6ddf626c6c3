import { unknownValue } from "../properties";
import { readCel } from "./literals";

describe("readCel", () => {
  it.each([
    ['"a\\"b"', 'a"b'],
    ["'it''s'", "it"],
    ["r'a\\b'", "a\\b"],
    ["1.5", 1.5],
    ["true", true],
    ['[1, "two", [true]]', [1, "two", [true]]],
    ['{"a": dyn({"b": dyn([1])}), "c": dyn("d")}', { a: { b: [1] }, c: "d" }],
    ["[]", []],
    ["{}", {}],
    ["object.spec.x", unknownValue],
    ["f([1])", unknownValue],
    ['object.spec.?tolerations.orValue([]) + [{"key": dyn("x")}]', [{ key: "x" }]],
    ['{"terms": t.size() == 0 ? [{"a": dyn("b")}] : t.map(x, [1]), "other": dyn(2)}', { terms: [{ a: "b" }], other: 2 }],
    ['Object{spec: Object.spec{nodeName: "n1", replicas: object.x}}', { spec: { nodeName: "n1", replicas: unknownValue } }],
    ["", unknownValue],
    ["[1, ", [1]],
    ['{"a": ', { a: unknownValue }],
    ["]) , }", unknownValue],
  ])("reads %s", (expression, literal) => {
    expect(readCel(expression).value.literal).toEqual(literal);
  });

  it("finds the messages of a sum of lists, and joins the texts of a path", () => {
    const { messages } = readCel(
      '(object.metadata.?labels.hasValue() ? [] : [JSONPatch{op: "add", path: "/metadata/labels", value: {}}]) + [JSONPatch{op: "add", path: "/spec/nodeSelector/" + jsonpatch.escapeKey("a/b"), value: "c"}]',
    );
    expect(messages.map(({ name, fields }) => [name, fields["path"]?.text, fields["value"]?.literal])).toEqual([
      ["JSONPatch", "/metadata/labels", {}],
      ["JSONPatch", "/spec/nodeSelector/a/b", "c"],
    ]);
  });
});
