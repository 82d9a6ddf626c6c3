import { batchesOf, describeEstimate, describeSeconds, estimatedSeconds, parallelism } from "./build-plan";
import { executableName } from "./build-tools";
import type { GoTool } from "./tool";

function tool(name: string, overrides: Partial<GoTool> = {}): GoTool {
  return {
    name,
    version: { major: 1, minor: 0, patch: 0 },
    moduleDirectory: "/a",
    package: `example.com/${name}`,
    linkerFlags: ["-s"],
    buildTime: { alone: 100, beside: 10 },
    alternative: "",
    ...overrides,
  };
}

it.each([
  ["k8s.io/kubernetes/cmd/kube-apiserver", "kube-apiserver"],
  ["go.etcd.io/etcd/server/v3", "server"],
  ["v2", "v2"],
])("Go calls the executable of %s %s", (importPath, expected) => {
  expect(executableName(importPath)).toBe(expected);
});

it("builds at once what is of one module with the same flags, and has different names", () => {
  const batches = batchesOf([
    tool("a"),
    tool("b", { moduleDirectory: "/b" }),
    tool("c"),
    tool("d", { linkerFlags: ["-s", "-w"] }),
    tool("e", { package: "example.com/other/c" }),
  ]);
  expect(batches.map((batch) => batch.map(({ name }) => name))).toEqual([["a", "c"], ["b"], ["d"], ["e"]]);
});

it.each([
  [3, { builds: 1, jobs: 1 }],
  [5, { builds: 1 }],
  [16, { builds: 2 }],
])("with %d GiB free it builds %j", (gibibytes, expected) => {
  expect(parallelism(gibibytes * 2 ** 30)).toEqual(expected);
});

it("counts what tools of a module have in common once", () => {
  const first = tool("a", { buildTime: { alone: 230, beside: 60 } });
  expect(estimatedSeconds([first])).toBe(230);
  // 230 + 10: the largest share of what is common is counted with the first.
  expect(estimatedSeconds([tool("b"), first])).toBe(240);
  expect(estimatedSeconds([first, tool("c", { moduleDirectory: "/c", buildTime: { alone: 30 } })])).toBe(260);
  expect(describeEstimate([first])).toBe("takes about 4 minutes on 2 cores, once");
});

it.each([
  [4, "10 seconds"],
  [34, "30 seconds"],
  [50, "1 minute"],
  [100, "2 minutes"],
])("%d seconds are %s", (seconds, expected) => {
  expect(describeSeconds(seconds)).toBe(expected);
});
