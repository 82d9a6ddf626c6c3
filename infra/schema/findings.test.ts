import { z } from "zod";
import { parseRows, parseValue } from "./parse";
import { renderValue } from "./render";

const schema = z.strictObject({
  name: z.string().min(1),
  size: z.int().positive().max(10).optional(),
  colour: z.enum(["green", "blue"]).default("green"),
  address: z.ipv4().optional(),
  labels: z.record(z.string().regex(/^[a-z]+$/, "must be letters"), z.number()).optional(),
  parts: z.array(z.strictObject({ name: z.string(), weight: z.number().positive() })).default([]),
  action: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("run"), speed: z.number() }),
      z.strictObject({ kind: z.literal("jump"), height: z.number() }),
    ])
    .optional(),
  budget: z
    .union([z.strictObject({ least: z.int() }), z.strictObject({ most: z.int() })], { error: "must have either least or most" })
    .optional(),
  rules: z.union([z.strictObject({ limit: z.int() }), z.array(z.strictObject({ limit: z.int() })).max(2)]).optional(),
  pair: z.tuple([z.string()]).optional(),
});

describe("findings of a schema", () => {
  it("are none for what is right", () => {
    expect(parseValue(schema, { name: "a" }, "rows[a]")).toEqual({ value: { name: "a", colour: "green", parts: [] }, findings: [] });
  });

  it.each<[string, object, object]>([
    ["a missing field", { name: undefined }, { path: "rows[a].name", message: "is missing" }],
    ["an empty text", { name: "" }, { path: "rows[a].name", message: "must not be empty", value: '""' }],
    ["the wrong type", { size: "3" }, { path: "rows[a].size", message: "must be a number", value: '"3"' }],
    ["a fraction", { size: 1.5 }, { path: "rows[a].size", message: "must be a whole number", value: "1.5" }],
    ["too little", { size: 0 }, { path: "rows[a].size", message: "must be more than 0", value: "0" }],
    ["too much", { size: 11 }, { path: "rows[a].size", message: "must be at most 10", value: "11" }],
    [
      "a misspelt word",
      { colour: "gren" },
      { path: "rows[a].colour", message: 'must be one of "green", "blue"', value: '"gren"', fix: 'did you mean "green"?' },
    ],
    [
      "a malformed address",
      { address: "10.0.0" },
      { path: "rows[a].address", message: "must be an IPv4 address such as 192.168.1.10", value: '"10.0.0"' },
    ],
    ["a map that is a list", { labels: [] }, { path: "rows[a].labels", message: "must be a map", value: "[]" }],
    [
      "an impossible key",
      { labels: { A: 1 } },
      { path: "rows[a].labels.A", message: "has a key that cannot be: it must be letters", value: "1" },
    ],
    ["a misspelt field", { siez: 3 }, { path: "rows[a].siez", message: "is not a known field", value: "3", fix: 'did you mean "size"?' }],
    [
      "an unknown field",
      { temperature: 3 },
      {
        path: "rows[a].temperature",
        message: "is not a known field",
        value: "3",
        fix: "known here: action, address, budget, colour, labels, name, pair, parts, rules, size",
      },
    ],
    ["a list that is none", { parts: "b" }, { path: "rows[a].parts", message: "must be a list", value: '"b"' }],
    [
      "a part, by its name",
      { parts: [{ name: "lid", weight: 0 }] },
      { path: "rows[a].parts[lid].weight", message: "must be more than 0", value: "0" },
    ],
    ["a part without a name, by its place", { parts: [{ weight: 1 }] }, { path: "rows[a].parts[0].name", message: "is missing" }],
    [
      "a misspelt field of a part",
      { parts: [{ name: "lid", weight: 1, weihgt: 2 }] },
      { path: "rows[a].parts[lid].weihgt", message: "is not a known field", value: "2", fix: 'did you mean "weight"?' },
    ],
    [
      "a misspelt kind",
      { action: { kind: "jmp" } },
      { path: "rows[a].action.kind", message: 'must be one of "run", "jump"', value: '"jmp"', fix: 'did you mean "jump"?' },
    ],
    ["a missing kind", { action: {} }, { path: "rows[a].action.kind", message: "is missing" }],
    [
      "a field of the other kind",
      { action: { kind: "run", speed: 1, height: 2 } },
      { path: "rows[a].action.height", message: "is not a known field", value: "2", fix: "known here: kind, speed" },
    ],
    [
      "both of what excludes each other",
      { budget: { least: 1, most: 2 } },
      { path: "rows[a].budget", message: "must have either least or most", value: '{"least":1,"most":2}' },
    ],
    [
      "a list where one or several may stand, by its entry",
      { rules: [{ limit: "a" }] },
      { path: "rows[a].rules[0].limit", message: "must be a number", value: '"a"' },
    ],
    ["what is neither one nor several", { rules: 1 }, { path: "rows[a].rules", message: "must be a map or a list", value: "1" }],
    ["a list that is too long", { pair: ["a", "b"] }, { path: "rows[a].pair", message: "must have at most 1 entry", value: '["a","b"]' }],
  ])("name %s", (_, change, finding) => {
    expect(parseValue(schema, { name: "a", ...change }, "rows[a]").findings).toEqual([finding]);
  });

  it("render paths from the root without a leading dot, and odd keys quoted", () => {
    expect(parseValue(schema, { name: "a", labels: { b: "x" } }, "").findings[0]?.path).toBe("labels.b");
    expect(parseValue(z.record(z.string(), z.number()), { "a/b": "x" }, "labels").findings[0]?.path).toBe('labels["a/b"]');
  });
});

describe("parseRows", () => {
  it("keeps the rows that are right beside those that are wrong, and all names", () => {
    const row = z.strictObject({ namespace: z.string().optional(), name: z.string(), size: z.int() });
    const parsed = parseRows(row, [{ name: "a", size: 1 }, { namespace: "n", name: "b", size: "2" }, { size: 3 }, 4], "rows");
    expect(parsed.rows).toEqual([{ name: "a", size: 1 }]);
    expect(parsed.names).toEqual(["a", "n/b"]);
    expect(parsed.findings).toEqual([
      { path: "rows[n/b].size", message: "must be a number", value: '"2"' },
      { path: "rows[2].name", message: "is missing" },
      { path: "rows[3]", message: "must be a map", value: "4" },
    ]);
  });

  it("says when there is no list", () => {
    expect(parseRows(z.unknown(), undefined, "rows").findings).toEqual([{ path: "rows", message: "is missing" }]);
    expect(parseRows(z.unknown(), {}, "rows").findings).toEqual([{ path: "rows", message: "must be a list", value: "{}" }]);
  });
});

describe("renderValue", () => {
  it("cuts what is long", () => {
    expect(renderValue("x".repeat(100))).toBe(`"${"x".repeat(79)}…`);
    expect(renderValue(undefined)).toBe("nothing");
  });
});
