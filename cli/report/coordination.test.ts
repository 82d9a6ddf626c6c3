import { coordinationSchema } from "../../infra/stack/coordination-json-schema";
import type { Permission } from "../../infra/workloads/coordination";
import type { CoordinatedWorkload, CoordinationMatrix } from "../../infra/workloads/coordination-document";
import { coordinationRows, coordinationSummary } from "./coordination";
import { renderCoordinationMarkdown } from "./coordination-markdown";
import { renderCoordination } from "./coordination-terminal";

const no = (how: string): Permission => ({ allowed: false, how });
const yes = (how: string): Permission => ({ allowed: true, how });
const permissions = {
  keda: no("nothing scales it"),
  vpa: no("it only recommends"),
  descheduler: yes("evicts within maxUnavailable 1"),
  karpenter: yes("evicts within maxUnavailable 1"),
  upgrade: yes("evicts within maxUnavailable 1"),
};
const workload = (name: string, change: Partial<CoordinatedWorkload["permissions"]> = {}): CoordinatedWorkload => ({
  namespace: "shop",
  name,
  kind: "Deployment",
  permissions: { ...permissions, ...change },
});
const imports = { allowed: false, how: "its node stays while it runs", exception: "imports run | for hours" };
const matrix: CoordinationMatrix = {
  version: 1,
  stack: "valid",
  actors: ["keda", "vpa", "descheduler", "karpenter", "upgrade"],
  workloads: [workload("a"), workload("b", { karpenter: imports }), workload("c")],
};

test("workloads of a namespace that are alike share a row", () => {
  expect(coordinationRows(matrix).map(({ workloads }) => workloads)).toEqual([["shop/a", "shop/c"], ["shop/b"]]);
  expect(coordinationSummary(matrix)).toBe(
    "Of 3 workloads KEDA scales 0, the VPA changes 0, the descheduler moves 3, Karpenter leaves 1 alone; 1 exception.",
  );
});

test("the terminal has a block for each row, its text in lines of at most 24 characters", () => {
  const text = renderCoordination(matrix);
  expect(text.split("\n")).toEqual([
    "valid  Of 3 workloads KEDA scales 0, the VPA changes 0, the descheduler moves 3, Karpenter leaves 1 alone; 1 exception.",
    "",
    "workloads  KEDA                   VPA                     descheduler       Karpenter                 upgrade",
    "shop/a     no: nothing scales it  no: it only recommends  evicts within     evicts within             evicts within",
    "shop/c                                                    maxUnavailable 1  maxUnavailable 1          maxUnavailable 1",
    "shop/b     no: nothing scales it  no: it only recommends  evicts within     no: its node stays while  evicts within",
    "                                                          maxUnavailable 1  it runs; an exception:    maxUnavailable 1",
    "                                                                            imports run | for hours",
    "",
  ]);
});

test("Markdown escapes what it would read", () => {
  expect(renderCoordinationMarkdown(matrix).split("\n").at(-2)).toBe(
    "| shop/b | *no: nothing scales it* | *no: it only recommends* | evicts within maxUnavailable 1 | *no: its node stays while it runs; an exception: imports run \\| for hours* | evicts within maxUnavailable 1 |",
  );
});

test("the JSON is what its schema says", () => {
  expect(coordinationSchema.parse(matrix)).toEqual(matrix);
  expect(coordinationSchema.safeParse({ ...matrix, version: 2 }).success).toBe(false);
});
