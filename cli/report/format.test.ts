import { bar, change, count, formatPercent, nodeList, percentOf, workloadName } from "./format";

test("a percentage of nothing is nothing", () => {
  expect(percentOf(5, 0)).toBe(0);
  expect(percentOf(7394, 7950)).toBeCloseTo(93.006, 3);
});

test("percentages are whole, as kubectl shows them", () => {
  expect(formatPercent(93.006)).toBe("93 %");
  expect(formatPercent(0.4)).toBe("0 %");
});

test("a bar is as wide as asked, full at 100 and never over", () => {
  expect(bar(0, 4)).toBe("····");
  expect(bar(50, 4)).toBe("██··");
  expect(bar(40, 4)).toBe("█▋··");
  expect(bar(100, 4)).toBe("████");
  expect(bar(180, 4)).toBe("████");
});

test("counts agree with their noun", () => {
  expect(count(1, "pod")).toBe("1 pod");
  expect(count(0, "pod")).toBe("0 pods");
  expect(count(2, "policy", "policies")).toBe("2 policies");
});

test("a change shows both ends, no change shows one", () => {
  expect(change(59, 40)).toBe("59 → 40");
  expect(change("93 %", "93 %")).toBe("93 %");
});

test("workloads are named by namespace, with their pods where not one", () => {
  expect(workloadName({ namespace: "media", name: "sonarr", replicas: 1 })).toBe("media/sonarr");
  expect(workloadName({ namespace: "media", name: "rest", replicas: 6 })).toBe("media/rest ×6");
});

test("no node is a dash", () => {
  expect(nodeList([])).toBe("–");
  expect(nodeList(["a", "b"])).toBe("a, b");
});
