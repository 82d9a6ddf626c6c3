import { federationExamples } from "../examples/federation";
import { deployment } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { daemonSetLeavesOutVirtualNodes } from "./daemon-set-leaves-out-virtual-nodes";

const [agent = deployment, offloading = deployment] = federationExamples[daemonSetLeavesOutVirtualNodes.id]?.good ?? [];
const pod = ["spec", "template", "spec"];
const terms = [...pod, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"];
const refused = [
  "violation: DaemonSet kube-system/agent tolerates the taint of virtual nodes, and spec.template.spec.affinity.nodeAffinity does not leave them out.",
];

function messages(manifest: Manifest, ...others: readonly Manifest[]): readonly string[] {
  return ruleMessages(daemonSetLeavesOutVirtualNodes, [manifest, ...others]);
}

it("is of no concern where nothing is offloaded", () => {
  expect(messages(withField(agent, [...pod, "affinity"], undefined))).toEqual([]);
  expect(messages(withField(agent, [...pod, "affinity"], undefined), offloading)).toEqual(refused);
});

it.each<[string, readonly (readonly [string, string, ...string[]])[], boolean]>([
  ["leaves out by a value", [["liqo.io/type", "NotIn", "virtual-node"]], true],
  ["leaves out another value", [["liqo.io/type", "NotIn", "other"]], false],
  ["asks for another value", [["liqo.io/type", "In", "other"]], true],
  ["asks for virtual nodes", [["liqo.io/type", "In", "virtual-node"]], false],
  [
    "has an alternative that does not",
    [
      ["liqo.io/type", "DoesNotExist"],
      ["kubernetes.io/arch", "In", "amd64"],
    ],
    false,
  ],
])("%s", (_, conditions, accepted) => {
  const alternatives = conditions.map(([key, operator, ...values]) => ({
    matchExpressions: [{ key, operator, ...(values.length === 0 ? {} : { values }) }],
  }));
  expect(messages(withField(agent, terms, alternatives), offloading)).toEqual(accepted ? [] : refused);
});

it.each<[string, readonly object[], boolean]>([
  ["every taint", [{ operator: "Exists" }], false],
  ["every taint that keeps from being scheduled", [{ operator: "Exists", effect: "NoSchedule" }], true],
  ["that taint", [{ key: "virtual-node.liqo.io/not-allowed", operator: "Exists" }], false],
  ["no taint", [], true],
])("tolerates %s", (_, tolerations, accepted) => {
  const manifest = withField(agent, [...pod, "affinity"], undefined);
  const tolerating = tolerations.map((toleration) =>
    Object.fromEntries(Object.entries(toleration).map(([key, value]) => [key, String(value)])),
  );
  expect(messages(withField(manifest, [...pod, "tolerations"], tolerating), offloading)).toEqual(accepted ? [] : refused);
});

it("looks at DaemonSets alone", () => {
  expect(messages(withField(withField(agent, ["kind"], "Deployment"), [...pod, "affinity"], undefined), offloading)).toEqual([]);
});
