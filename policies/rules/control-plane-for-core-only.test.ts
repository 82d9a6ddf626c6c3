import { deployment } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { definition as homelab } from "../../stacks/homelab/definition";
import { controlPlaneForCoreOnly, coreNamespaces } from "./control-plane-for-core-only";

const tolerating = (toleration: Manifest[string]) => withField(deployment, ["spec", "template", "spec", "tolerations"], [toleration]);

it.each<[string, Manifest[string], string]>([
  [
    "the taint's key",
    { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
    "node-role.kubernetes.io/control-plane:NoSchedule",
  ],
  ["the key with its empty value", { key: "node-role.kubernetes.io/control-plane" }, "node-role.kubernetes.io/control-plane=:*"],
  ["the key of older clusters", { key: "node-role.kubernetes.io/master", operator: "Exists" }, "node-role.kubernetes.io/master:*"],
  ["every taint", { operator: "Exists" }, "*:*"],
  ["every taint of the effect", { key: "", operator: "Exists", effect: "NoSchedule" }, "*:NoSchedule"],
])("refuses a toleration of %s", (_, toleration, described) => {
  expect(ruleMessages(controlPlaneForCoreOnly, [tolerating(toleration)])).toEqual([
    `violation: Deployment home/dashboard tolerates the control-plane taint (${described} in spec.template.spec.tolerations), but namespace home is not core infrastructure.`,
  ]);
});

it.each<[string, Manifest[string]]>([
  ["another key", { key: "nvidia.com/gpu", operator: "Exists" }],
  ["another effect", { operator: "Exists", effect: "NoExecute" }],
  ["another value", { key: "node-role.kubernetes.io/control-plane", operator: "Equal", value: "true" }],
  ["no key and no Exists", {}],
])("accepts a toleration of %s", (_, toleration) => {
  expect(ruleMessages(controlPlaneForCoreOnly, [tolerating(toleration)])).toEqual([]);
});

it("knows core namespaces from its configuration", () => {
  const everywhere = tolerating({ operator: "Exists" });
  expect(ruleMessages(controlPlaneForCoreOnly, [everywhere], { coreNamespaces: ["home"] })).toEqual([]);
  const inKubeSystem = withField(everywhere, ["metadata", "namespace"], "kube-system");
  expect(ruleMessages(controlPlaneForCoreOnly, [inKubeSystem])).toEqual([]);
  expect(ruleMessages(controlPlaneForCoreOnly, [inKubeSystem], { coreNamespaces: ["home"] })).toHaveLength(1);
});

it("takes a pod in no namespace for one in the namespace default", () => {
  expect(
    ruleMessages(controlPlaneForCoreOnly, [withField(tolerating({ operator: "Exists" }), ["metadata", "namespace"], undefined)]),
  ).toEqual([
    "violation: Deployment default/dashboard tolerates the control-plane taint (*:* in spec.template.spec.tolerations), but namespace default is not core infrastructure.",
  ]);
});

it("has the homelab's core namespaces by default", () => {
  const core = homelab.namespaces.filter((namespace) => namespace.core === true).map(({ name }) => name);
  expect(coreNamespaces).toEqual([...core].sort());
});
