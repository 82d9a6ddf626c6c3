import { deployment } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { noHostnamePinning } from "./no-hostname-pinning";

const podSpec = ["spec", "template", "spec"];
const required = (term: Manifest[string]) =>
  withField(deployment, [...podSpec, "affinity"], {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
  });
const preferred = (term: Manifest[string]) =>
  withField(deployment, [...podSpec, "affinity"], {
    nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: term }] },
  });
const onTalos03 = { key: "kubernetes.io/hostname", operator: "In", values: ["talos03"] };
const affinity = "spec.template.spec.affinity.nodeAffinity";

it.each<[string, Manifest, string]>([
  ["nodeName", withField(deployment, [...podSpec, "nodeName"], "talos03"), 'spec.template.spec.nodeName is "talos03"'],
  [
    "nodeSelector",
    withField(deployment, [...podSpec, "nodeSelector"], { "kubernetes.io/hostname": "talos03" }),
    'spec.template.spec.nodeSelector["kubernetes.io/hostname"] is "talos03"',
  ],
  [
    "required affinity",
    required({ matchExpressions: [onTalos03] }),
    `${affinity}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions asks for kubernetes.io/hostname In [talos03]`,
  ],
  [
    "preferred affinity",
    preferred({ matchExpressions: [onTalos03] }),
    `${affinity}.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions asks for kubernetes.io/hostname In [talos03]`,
  ],
  [
    "the node's name as a field",
    required({ matchFields: [{ key: "metadata.name", operator: "In", values: ["talos03"] }] }),
    `${affinity}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields asks for metadata.name In [talos03]`,
  ],
])("refuses %s", (_, manifest, where) => {
  expect(ruleMessages(noHostnamePinning, [manifest])).toEqual([
    `violation: Deployment home/dashboard is pinned to a node by its name: ${where}.`,
  ]);
});

it.each<[string, Manifest]>([
  [
    "spreading over host names",
    withField(
      deployment,
      [...podSpec, "topologySpreadConstraints"],
      [{ maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "DoNotSchedule" }],
    ),
  ],
  [
    "anti-affinity by host name",
    withField(deployment, [...podSpec, "affinity"], {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname" }] },
    }),
  ],
  ["a DaemonSet", { ...withField(deployment, [...podSpec, "nodeSelector"], { "kubernetes.io/hostname": "talos03" }), kind: "DaemonSet" }],
])("accepts %s", (_, manifest) => {
  expect(ruleMessages(noHostnamePinning, [manifest])).toEqual([]);
});

it("lists the owner of a node-local volume with its reason", () => {
  const pinned = withField(deployment, [...podSpec, "nodeSelector"], { "kubernetes.io/hostname": "talos03" });
  const owner = {
    ...withField(pinned, ["spec", "volumeClaimTemplates"], [{ metadata: { name: "data" }, spec: { storageClassName: "local-path" } }]),
    kind: "StatefulSet",
  };
  const [finding] = ruleMessages(noHostnamePinning, [owner]);
  expect(finding).toBe(
    'exempted: StatefulSet home/dashboard is pinned to a node by its name: spec.template.spec.nodeSelector["kubernetes.io/hostname"] is "talos03".',
  );
  const onNetwork = withField(owner, ["spec", "volumeClaimTemplates", 0, "spec", "storageClassName"], "nfs-slow");
  expect(ruleMessages(noHostnamePinning, [onNetwork])).toEqual([finding?.replace("exempted", "violation")]);
});

describe("what an admission policy puts into pods", () => {
  const policy = (expression: string): Manifest => ({
    apiVersion: "policies.kyverno.io/v1",
    kind: "MutatingPolicy",
    metadata: { name: "place-media" },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "media" } },
        resourceRules: [{ resources: ["pods"] }],
      },
      mutations: [{ patchType: "JSONPatch", jsonPatch: { expression } }],
    },
  });

  it.each([
    ["a node selector", '[JSONPatch{op: "add", path: "/spec/nodeSelector/" + jsonpatch.escapeKey("kubernetes.io/hostname"), value: "n1"}]'],
    ["an escaped path", '[JSONPatch{op: "add", path: "/spec/nodeSelector/kubernetes.io~1hostname", value: "n1"}]'],
    ["a whole node selector", '[JSONPatch{op: "add", path: "/spec/nodeSelector", value: {"kubernetes.io/hostname": "n1"}}]'],
    ["a node name", '[JSONPatch{op: "replace", path: "/spec/nodeName", value: "n1"}]'],
    [
      "a required term",
      '[JSONPatch{op: "add", path: "/spec/affinity", value: {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": "In", "values": ["n1"]}]}]}}}}]',
    ],
  ])("refuses %s", (_, expression) => {
    expect(ruleMessages(noHostnamePinning, [policy(expression)])).toHaveLength(1);
  });

  it("refuses it in an apply configuration", () => {
    const applied = withField(
      policy("[]"),
      ["spec", "mutations"],
      [
        {
          patchType: "ApplyConfiguration",
          applyConfiguration: { expression: 'Object{spec: Object.spec{nodeSelector: {"kubernetes.io/hostname": "n1"}}}' },
        },
      ],
    );
    expect(ruleMessages(noHostnamePinning, [applied])).toEqual([
      'violation: MutatingPolicy place-media (pods of media/place-media) is pinned to a node by its name: the patched pod\'s spec.nodeSelector["kubernetes.io/hostname"] is "n1".',
    ]);
  });

  it("leaves alone what is taken away, and policies for other objects", () => {
    expect(
      ruleMessages(noHostnamePinning, [policy('[JSONPatch{op: "remove", path: "/spec/nodeSelector/kubernetes.io~1hostname"}]')]),
    ).toEqual([]);
    const services = withField(
      policy('[JSONPatch{op: "add", path: "/spec/nodeName", value: "n1"}]'),
      ["spec", "matchConstraints", "resourceRules", 0, "resources"],
      ["services"],
    );
    expect(ruleMessages(noHostnamePinning, [services])).toEqual([]);
  });

  it("does not decide what only evaluation can tell", () => {
    expect(ruleMessages(noHostnamePinning, [policy('[JSONPatch{op: "add", path: "/spec/nodeName", value: variables.node}]')])).toEqual([
      "undecided: MutatingPolicy place-media (pods of media/place-media): spec.nodeName is not known yet",
    ]);
  });
});
