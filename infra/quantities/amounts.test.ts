import { type Amounts, largerOf, milliOf, otherUnitsOf, sumOf, unitsOf, withDefaults } from "./amounts";
import { parseQuantity } from "./quantity";

const amounts = (resources: Readonly<Record<string, string>>): Amounts =>
  new Map(Object.entries(resources).map(([resource, text]) => [resource, parseQuantity(text)]));

const a = amounts({ cpu: "100m", memory: "1Gi" });
const b = amounts({ cpu: "1500u", "nvidia.com/gpu": "2" });

test("amounts are added, compared and completed resource by resource", () => {
  expect(sumOf(a, b)).toEqual(amounts({ cpu: "101500u", memory: "1Gi", "nvidia.com/gpu": "2" }));
  expect(largerOf(a, b)).toEqual(amounts({ cpu: "100m", memory: "1Gi", "nvidia.com/gpu": "2" }));
  expect(withDefaults(b, a)).toEqual(amounts({ cpu: "1500u", memory: "1Gi", "nvidia.com/gpu": "2" }));
});

test("figures are rounded up once, at the end", () => {
  expect(milliOf(b, "cpu")).toBe(2);
  expect(milliOf(sumOf(b, b), "cpu")).toBe(3);
  expect(unitsOf(amounts({ memory: "1500m" }), "memory")).toBe(2);
  expect(unitsOf(b, "memory")).toBe(0);
});

test("what is neither CPU nor memory has its name, sorted, if there is any", () => {
  const rest = otherUnitsOf(amounts({ cpu: "1", "nvidia.com/gpu": "2", "ephemeral-storage": "1Ki", "example.com/none": "0" }));
  expect(Object.entries(rest)).toEqual([
    ["ephemeral-storage", 1024],
    ["nvidia.com/gpu", 2],
  ]);
});
