import fc from "fast-check";
import type { NodeSelectorRequirement } from "./pod-placement";
import { type SelectableNode, smallestExpression } from "./smallest-expression";

const homelab: readonly SelectableNode[] = [
  { name: "talos00", capabilities: { pool: "control-plane", memory: "low" } },
  { name: "talos01", capabilities: { pool: "general", memory: "standard", gpu: "intel" } },
  { name: "talos02", capabilities: { pool: "compute", memory: "high", gpu: "intel" } },
  { name: "talos03", capabilities: { pool: "efficient", memory: "low", gpu: "amd" } },
];

function expressionFor(names: readonly string[], nodes = homelab, preferredKeys: readonly string[] = []): readonly string[] {
  return smallestExpression(nodes, new Set(names), preferredKeys).requirements.map(
    ({ key, operator, values }) => `${key} ${operator}${values === undefined ? "" : ` ${values.join()}`}`,
  );
}

describe("the smallest expression", () => {
  test.each([
    [["talos02"], ["memory In high"]],
    [["talos01", "talos02"], ["gpu In intel"]],
    [["talos01", "talos02", "talos03"], ["gpu Exists"]],
    [["talos00"], ["gpu DoesNotExist"]],
    [["talos00", "talos01", "talos02"], ["gpu NotIn amd"]],
    [["talos00", "talos01", "talos02", "talos03"], []],
    [["talos01", "talos03"], ["pool In efficient,general"]],
  ])("for %j is %j", (names, expected) => {
    expect(expressionFor(names)).toEqual(expected);
  });

  test("uses the preferred key among equally many", () => {
    expect(expressionFor(["talos02"], homelab, ["pool"])).toEqual(["pool In compute"]);
    expect(expressionFor(["talos00"], homelab, ["pool"])).toEqual(["pool In control-plane"]);
  });

  test("combines keys when one is not enough", () => {
    const grid = ["a", "b"].flatMap((x) => ["c", "d"].map((y) => ({ name: `${x}${y}`, capabilities: { x, y } })));
    expect(expressionFor(["ac"], grid)).toEqual(["x In a", "y In c"]);
  });

  test("never uses the host name", () => {
    const named = ["a", "b"].map((name) => ({ name, capabilities: { "kubernetes.io/hostname": name } }));
    expect(smallestExpression(named, new Set(["a"]))).toEqual({ requirements: [], selects: ["a", "b"], exact: false });
  });

  test("widens to nodes that nothing tells apart, and says so", () => {
    const twins = [...homelab, { name: "talos04", capabilities: homelab[3]?.capabilities ?? {} }];
    expect(smallestExpression(twins, new Set(["talos03"]))).toEqual({
      requirements: [{ key: "gpu", operator: "In", values: ["amd"] }],
      selects: ["talos03", "talos04"],
      exact: false,
    });
  });

  test("cannot select nothing", () => {
    expect(() => smallestExpression(homelab, new Set(["talos09"]))).toThrow(RangeError);
  });
});

const keys = ["a", "b", "c"] as const;
const cluster = fc
  .array(
    fc.record({ a: fc.constantFrom(undefined, "1", "2", "3"), b: fc.constantFrom(undefined, "1", "2"), c: fc.constantFrom("1", "2", "3") }),
    { minLength: 1, maxLength: 6 },
  )
  .map((rows) =>
    rows.map((row, i): SelectableNode => ({
      name: `n${i}`,
      capabilities: Object.fromEntries(Object.entries(row).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))),
    })),
  );

function selected(nodes: readonly SelectableNode[], requirements: readonly NodeSelectorRequirement[]): readonly string[] {
  const holds = ({ capabilities }: SelectableNode, { key, operator, values }: NodeSelectorRequirement): boolean => {
    const value = capabilities[key];
    const listed = value !== undefined && values?.includes(value) === true;
    switch (operator) {
      case "In":
        return listed;
      case "NotIn":
        return !listed;
      case "Exists":
        return value !== undefined;
      case "DoesNotExist":
        return value === undefined;
      case "Gt":
      case "Lt":
        throw new Error("is no operator that an expression is made of");
    }
  };
  return nodes.filter((node) => requirements.every((requirement) => holds(node, requirement))).map(({ name }) => name);
}

/** Every conjunction with at most one requirement per key. */
function allConjunctions(nodes: readonly SelectableNode[]): readonly (readonly NodeSelectorRequirement[])[] {
  const perKey = keys.map((key): readonly (NodeSelectorRequirement | undefined)[] => {
    const values = [...new Set(nodes.flatMap(({ capabilities }) => capabilities[key] ?? []))].sort();
    const sets = Array.from({ length: 2 ** values.length - 1 }, (_, mask) => values.filter((__, i) => ((mask + 1) >> i) % 2 === 1));
    return [
      undefined,
      { key, operator: "Exists" },
      { key, operator: "DoesNotExist" },
      ...sets.flatMap((set): NodeSelectorRequirement[] => [
        { key, operator: "In", values: set },
        { key, operator: "NotIn", values: set },
      ]),
    ];
  });
  return perKey.reduce<readonly (readonly NodeSelectorRequirement[])[]>(
    (all, options) => all.flatMap((sofar) => options.map((option) => (option === undefined ? sofar : [...sofar, option]))),
    [[]],
  );
}

function measure(requirements: readonly NodeSelectorRequirement[]): readonly [number, number, string] {
  return [
    requirements.length,
    requirements.reduce((sum, { values = [] }) => sum + values.length, 0),
    requirements.map(({ key, operator, values = [] }) => `${key} ${operator} ${values.join()};`).join(""),
  ];
}

test("is what trying every conjunction finds", () => {
  fc.assert(
    fc.property(cluster, fc.integer({ min: 1, max: 63 }), (nodes, mask) => {
      const wanted = new Set(nodes.filter((_, i) => (mask >> i) % 2 === 1).map(({ name }) => name));
      fc.pre(wanted.size > 0);
      const conjunctions = allConjunctions(nodes).map((requirements) => ({ requirements, selects: selected(nodes, requirements) }));
      const around = conjunctions.filter(({ selects }) => [...wanted].every((name) => selects.includes(name)));
      const least = Math.min(...around.map(({ selects }) => selects.length));
      const [best] = around
        .filter(({ selects }) => selects.length === least)
        .map((found) => ({ ...found, size: measure(found.requirements) }))
        .sort((a, b) => a.size[0] - b.size[0] || a.size[1] - b.size[1] || (a.size[2] < b.size[2] ? -1 : 1));
      expect(smallestExpression(nodes, wanted)).toEqual({
        requirements: best?.requirements,
        selects: best?.selects,
        exact: least === wanted.size,
      });
    }),
    { numRuns: 150 },
  );
});
