import { celLiteral } from "./cel";

describe("celLiteral", () => {
  it.each([
    ["text", '"text"'],
    ['a "quoted" \\ line\n', '"a \\"quoted\\" \\\\ line\\n"'],
    [100, "100"],
    [true, "true"],
    [["a", "b"], '["a", "b"]'],
    [[], "[]"],
  ])("writes %j", (value, literal) => {
    expect(celLiteral(value)).toBe(literal);
  });

  it("makes the values of maps and the maps in lists dynamic, because CEL refuses mixed types", () => {
    expect(celLiteral([{ key: "a", values: ["b"] }, { key: "c" }])).toBe(
      '[dyn({"key": dyn("a"), "values": dyn(["b"])}), dyn({"key": dyn("c")})]',
    );
  });
});
