import { deployment } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { limitRangeAdmitsContainers } from "./limit-range-admits-containers";

const resources = ["spec", "template", "spec", "containers", 0, "resources"];

function limitRange(max: Readonly<Record<string, string>>, type = "Container"): Manifest {
  return { apiVersion: "v1", kind: "LimitRange", metadata: { namespace: "home", name: "tier" }, spec: { limits: [{ type, max }] } };
}

// The container requests 128Mi and may use 256Mi.
it.each<[Manifest, boolean]>([
  [limitRange({ memory: "256Mi" }), true],
  [limitRange({ memory: "0.25Gi" }), true],
  [limitRange({ memory: "255Mi" }), false],
  [limitRange({ memory: "much" }), true],
  [limitRange({}), true],
  [limitRange({ memory: "1Mi" }, "Pod"), true],
  [withField(limitRange({ memory: "1Mi" }), ["metadata", "namespace"], "media"), true],
])("%j", (range, admitted) => {
  expect(ruleMessages(limitRangeAdmitsContainers, [deployment, range])).toEqual(
    admitted
      ? []
      : [
          "violation: Container app of Deployment home/dashboard may use 256Mi of memory, and LimitRange home/tier allows one container 255Mi.",
        ],
  );
});

it("judges the request of a container without a limit, and says nothing where neither is written down", () => {
  const requesting = withField(deployment, resources, { requests: { memory: "2Gi" } });
  expect(ruleMessages(limitRangeAdmitsContainers, [requesting, limitRange({ memory: "1Gi" })])).toHaveLength(1);
  expect(ruleMessages(limitRangeAdmitsContainers, [withField(deployment, resources, {}), limitRange({ memory: "1Gi" })])).toEqual([]);
});

it("knows the LimitRanges that others make from its configuration", () => {
  const told = (namespace: string) => ({ maxima: [{ namespace, memory: "128Mi" }] });
  expect(ruleMessages(limitRangeAdmitsContainers, [deployment], told("media"))).toEqual([]);
  expect(ruleMessages(limitRangeAdmitsContainers, [deployment], told("home"))).toEqual([
    "violation: Container app of Deployment home/dashboard may use 256Mi of memory, and the LimitRange of namespace home allows one container 128Mi.",
  ]);
});
