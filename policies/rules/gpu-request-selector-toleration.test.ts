import { examples } from "../examples";
import { deployment } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { gpuRequestSelectorToleration } from "./gpu-request-selector-toleration";

const [intel = deployment] = examples[gpuRequestSelectorToleration.id]?.good ?? [];
const podSpec = ["spec", "template", "spec"];
const resources = [...podSpec, "containers", 0, "resources"];
const label = "Deployment media/jellyfin";

function messages(manifest: Manifest, configuration = {}): readonly string[] {
  return ruleMessages(gpuRequestSelectorToleration, [manifest], configuration);
}

/** The Intel example with the cards of another vendor. */
function forGpu(resource: string, selector: Manifest[string], taintKey: string): Manifest {
  const requesting = withField(intel, resources, { requests: { [resource]: 1 }, limits: { [resource]: 1 } });
  return withField(
    withField(requesting, [...podSpec, "nodeSelector"], selector),
    [...podSpec, "tolerations"],
    [{ key: taintKey, operator: "Exists" }],
  );
}

it.each<[string, string, Manifest[string], string]>([
  ["nvidia", "nvidia.com/gpu", { "nvidia.com/gpu.present": "true" }, "nvidia.com/gpu"],
  ["nvidia's slices", "nvidia.com/mig-1g.5gb", { "nvidia.com/gpu.product": "A100" }, "nvidia.com/gpu"],
  ["nvidia by its PCI id", "nvidia.com/gpu", { "feature.node.kubernetes.io/pci-0302_10de.present": "true" }, "nvidia.com/gpu"],
  ["intel xe", "gpu.intel.com/xe", { "intel.feature.node.kubernetes.io/gpu": "true" }, "gpu.intel.com/xe"],
  ["amd", "amd.com/gpu", { "feature.node.kubernetes.io/amd-gpu": "true" }, "amd.com/gpu"],
  ["any by its model", "amd.com/gpu", { "berth.dev/gpu-model": "radeon-vega-8" }, "amd.com/gpu"],
  ["any by its vendor", "nvidia.com/gpu", { "berth.dev/gpu-vendor": "nvidia" }, "nvidia.com/gpu"],
])("accepts %s", (_, resource, selector, taintKey) => {
  expect(messages(forGpu(resource, selector, taintKey))).toEqual([]);
});

it.each<[string, Manifest, string]>([
  [
    "a selector without a request",
    withField(intel, resources, { requests: { cpu: "500m" } }),
    `${label} selects nodes with an intel GPU (intel.feature.node.kubernetes.io/gpu), but none of its containers requests one.`,
  ],
  [
    "a model without a request",
    withField(
      withField(withField(intel, resources, {}), [...podSpec, "nodeSelector"], { "berth.dev/gpu-model": "arc-130t" }),
      [...podSpec, "tolerations"],
      [],
    ),
    `${label} selects nodes with a GPU (berth.dev/gpu-model), but none of its containers requests one.`,
  ],
  [
    "a request without a toleration",
    withField(intel, [...podSpec, "tolerations"], []),
    `${label} is meant for nodes with an intel GPU, but spec.template.spec.tolerations does not tolerate their taint gpu.intel.com/i915.`,
  ],
  [
    "a toleration of another effect",
    withField(intel, [...podSpec, "tolerations", 0, "effect"], "PreferNoSchedule"),
    `${label} is meant for nodes with an intel GPU, but spec.template.spec.tolerations does not tolerate their taint gpu.intel.com/i915.`,
  ],
  [
    "a request without a selector",
    withField(intel, [...podSpec, "nodeSelector"], {}),
    `${label} requests gpu.intel.com/i915, but spec.template.spec selects no label of nodes with that GPU.`,
  ],
  [
    "a selector that is switched off",
    withField(intel, [...podSpec, "nodeSelector"], { "intel.feature.node.kubernetes.io/gpu": "false" }),
    `${label} requests gpu.intel.com/i915, but spec.template.spec selects no label of nodes with that GPU.`,
  ],
  [
    "a toleration alone",
    withField(withField(intel, resources, {}), [...podSpec, "nodeSelector"], {}),
    `${label} tolerates the GPU taint gpu.intel.com/i915, but none of its containers requests an intel GPU.`,
  ],
  [
    "a request above its limit",
    withField(intel, [...resources, "requests", "gpu.intel.com/i915"], 2),
    `The container app of ${label} (spec.template.spec.containers[0].resources) requests 2 of gpu.intel.com/i915 but its limit is 1.`,
  ],
  [
    "a request without a limit",
    withField(intel, [...resources, "limits", "gpu.intel.com/i915"], undefined),
    `The container app of ${label} (spec.template.spec.containers[0].resources) requests gpu.intel.com/i915 without a limit, which the API server refuses.`,
  ],
  [
    "half a card",
    withField(
      withField(intel, [...resources, "requests", "gpu.intel.com/i915"], "500m"),
      [...resources, "limits", "gpu.intel.com/i915"],
      "500m",
    ),
    `The container app of ${label} (spec.template.spec.containers[0].resources) asks for 500m of gpu.intel.com/i915, which is not a whole number.`,
  ],
])("refuses %s", (_, manifest, message) => {
  expect(messages(manifest)).toEqual([`violation: ${message}`]);
});

it.each<[string, Manifest]>([
  ["a limit alone, which is the request too", withField(intel, [...resources, "requests", "gpu.intel.com/i915"], undefined)],
  ["the same amount in other words", withField(intel, [...resources, "requests", "gpu.intel.com/i915"], "1000m")],
  ["a toleration of everything", withField(intel, [...podSpec, "tolerations"], [{ operator: "Exists" }])],
  ["a toleration of everything without a GPU", withField(deployment, [...podSpec, "tolerations"], [{ operator: "Exists" }])],
  ["no GPU at all", deployment],
  ["the drivers' own DaemonSets", { ...withField(intel, resources, {}), kind: "DaemonSet" }],
  [
    "a device claimed through dynamic resource allocation",
    withField(withField(intel, resources, {}), [...podSpec, "resourceClaims"], [{ name: "gpu", resourceClaimTemplateName: "gpu" }]),
  ],
  [
    "a preference",
    withField(deployment, [...podSpec, "affinity"], {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, preference: { matchExpressions: [{ key: "nvidia.com/gpu.present", operator: "Exists" }] } },
        ],
      },
    }),
  ],
  [
    "an alternative without a GPU",
    withField(deployment, [...podSpec, "affinity"], {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: "nvidia.com/gpu.present", operator: "Exists" }] },
            { matchExpressions: [{ key: "berth.dev/pool", operator: "Exists" }] },
          ],
        },
      },
    }),
  ],
  [
    "nodes without a GPU",
    withField(deployment, [...podSpec, "affinity"], {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: "nvidia.com/gpu.present", operator: "DoesNotExist" }] }],
        },
      },
    }),
  ],
])("accepts %s", (_, manifest) => {
  expect(messages(manifest)).toEqual([]);
});

it("need not ask for a selector", () => {
  expect(messages(withField(intel, [...podSpec, "nodeSelector"], {}), { requireSelector: false })).toEqual([]);
});

it("refuses a GPU that all alternatives of the required affinity select", () => {
  const term = { matchExpressions: [{ key: "nvidia.com/gpu.product", operator: "In", values: ["T4"] }] };
  const selecting = withField(deployment, [...podSpec, "affinity"], {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term, { ...term }] } },
  });
  expect(messages(selecting)).toEqual(
    [
      "violation: Deployment home/dashboard selects nodes with an nvidia GPU (nvidia.com/gpu.product), but none of its containers requests one.",
      "violation: Deployment home/dashboard is meant for nodes with an nvidia GPU, but spec.template.spec.tolerations does not tolerate their taint nvidia.com/gpu.",
    ].sort(),
  );
});
