import { burstPoolOf } from "../../infra/burst/burst-pool";
import { burstSchema } from "../../infra/burst/burst-schema";
import { validBurst } from "../../infra/burst/testing/valid-burst";
import { nodePoolSpec } from "../../infra/burst/karpenter-documents";
import { nodePoolExamples } from "../examples/node-pools";
import { deployment } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { type Rule } from "../rule";
import { messagesAbout, ruleMessages } from "../testing/rule-findings";
import { gpuNodePoolHasTaint } from "./gpu-node-pool-has-taint";
import { gpuNodePoolIsKeptUntilEmpty } from "./gpu-node-pool-is-kept-until-empty";
import { nodePoolHasLimits } from "./node-pool-has-limits";

const [pool = deployment] = nodePoolExamples[nodePoolHasLimits.id]?.good ?? [];
const template = ["spec", "template", "spec"];
const requirements = [...template, "requirements"];

function required(key: string, operator: string, ...values: readonly string[]): Manifest {
  return withField(pool, requirements, [{ key, operator, values }]);
}

it.each<[Readonly<Record<string, string>> | undefined, number]>([
  [{ cpu: "64" }, 0],
  [{ memory: "256Gi" }, 0],
  [{ "nvidia.com/gpu": "2" }, 1],
  [{}, 1],
  [undefined, 1],
])("limits %j", (limits, count) => {
  expect(ruleMessages(nodePoolHasLimits, [withField(pool, ["spec", "limits"], limits)])).toEqual(
    count === 0 ? [] : ["violation: NodePool gpu may buy any number of nodes: spec.limits has neither cpu nor memory."],
  );
});

describe("a pool with GPUs", () => {
  const untainted = (manifest: Manifest): Manifest => withField(manifest, [...template, "taints"], undefined);

  it.each<[Manifest, boolean]>([
    [required("karpenter.k8s.aws/instance-family", "In", "g5"), true],
    [required("node.kubernetes.io/instance-type", "In", "m7i.large", "g4dn.xlarge"), true],
    [required("karpenter.k8s.aws/instance-gpu-count", "Gt", "0"), true],
    [required("karpenter.k8s.aws/instance-gpu-count", "DoesNotExist"), false],
    [required("karpenter.k8s.aws/instance-family", "NotIn", "g5"), false],
    [required("karpenter.k8s.aws/instance-family", "In", "m7i", "c7i"), false],
    [withField(required("kubernetes.io/arch", "In", "amd64"), ["spec", "limits"], { "nvidia.com/gpu": "1" }), true],
  ])("%# is known by what it may buy", (manifest, hasGpus) => {
    expect(ruleMessages(gpuNodePoolHasTaint, [untainted(manifest)])).toHaveLength(hasGpus ? 1 : 0);
  });

  it("has a taint that keeps pods off its nodes", () => {
    const message =
      "violation: NodePool gpu may buy GPUs, and keeps no pod off their nodes: spec.template.spec.taints has no taint that does.";
    expect(ruleMessages(gpuNodePoolHasTaint, [pool])).toEqual([]);
    expect(ruleMessages(gpuNodePoolHasTaint, [untainted(pool)])).toEqual([message]);
    expect(ruleMessages(gpuNodePoolHasTaint, [withField(pool, [...template, "taints", 0, "effect"], "PreferNoSchedule")])).toEqual([
      message,
    ]);
    expect(ruleMessages(gpuNodePoolHasTaint, [withField(pool, [...template, "taints", 0, "effect"], "NoExecute")])).toEqual([]);
  });

  it("is given up when it is empty, and not before", () => {
    const policy = (value: string | undefined) =>
      ruleMessages(gpuNodePoolIsKeptUntilEmpty, [withField(pool, ["spec", "disruption", "consolidationPolicy"], value)]);
    expect(policy("WhenEmpty")).toEqual([]);
    expect(policy("WhenEmptyOrUnderutilized")).toEqual([
      "violation: NodePool gpu may buy GPUs and gives up nodes in use: spec.disruption.consolidationPolicy is WhenEmptyOrUnderutilized.",
    ]);
    expect(policy(undefined)).toEqual([
      "violation: NodePool gpu may buy GPUs and gives up nodes in use: spec.disruption.consolidationPolicy is not set, which means WhenEmptyOrUnderutilized.",
    ]);
  });
});

it("Berth's own pool with GPUs breaks none of them, and is known to have some", () => {
  const type = "kubernetes:karpenter.sh/v1:NodePool";
  const spec = nodePoolSpec(burstPoolOf(burstSchema.parse(validBurst)));
  const about = (rule: Rule, changed: object) =>
    messagesAbout(rule, [{ type, name: "burst", urn: "burst", properties: { metadata: { name: "burst" }, spec: changed } }]);
  expect([nodePoolHasLimits, gpuNodePoolHasTaint, gpuNodePoolIsKeptUntilEmpty].flatMap((rule) => about(rule, spec))).toEqual([]);
  expect(about(gpuNodePoolIsKeptUntilEmpty, { ...spec, disruption: {} })).toHaveLength(1);
});
