import { loadStack } from "../../infra/stack/load-stack";
import { parseStackConfig } from "../../infra/stack/parse-config";
import { loadDefinition } from "../../stacks/definitions";
import { coordinationOf } from "../../infra/workloads/coordination";
import type { Path } from "../../rehearsal/providers/diff";
import { type LiveObject, ruleFor } from "./ignore-rule";
import { ignoreRules } from "./ignored-fields";

const deployment = (namespace: string, name: string): LiveObject => ({ apiVersion: "apps/v1", kind: "Deployment", namespace, name });
const owner = (object: LiveObject, ...path: Path): string | undefined => ruleFor(ignoreRules([]), object, path)?.owner;
const web = deployment("apps", "web");
const vpa: LiveObject = { ...web, apiVersion: "autoscaling.k8s.io/v1", kind: "VerticalPodAutoscaler" };
const slice: LiveObject = { ...web, apiVersion: "authentication.liqo.io/v1beta1", kind: "ResourceSlice" };

describe("whatever the stack", () => {
  it.each<[string, string | undefined, LiveObject, Path]>([
    ["the status", "Kubernetes", web, ["status", "readyReplicas"]],
    ["who manages which field", "Kubernetes", web, ["metadata", "managedFields", 0, "time"]],
    ["the revision of a rollout", "Kubernetes", web, ["metadata", "annotations", "deployment.kubernetes.io/revision"]],
    ["an annotation of a person", undefined, web, ["metadata", "annotations", "note"]],
    ["a restart that was asked for", "kubectl", web, ["spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"]],
    ["the tolerations of a pod", "Kyverno", { ...web, apiVersion: "v1", kind: "Pod" }, ["spec", "tolerations", 2]],
    ["the tolerations of a Deployment", undefined, web, ["spec", "template", "spec", "tolerations", 2]],
    ["the replicas of what nothing scales", undefined, web, ["spec", "replicas"]],
    ["an image", undefined, web, ["spec", "template", "spec", "containers", 0, "image"]],
    ["the volume of a claim", "Kubernetes", { ...web, apiVersion: "v1", kind: "PersistentVolumeClaim" }, ["spec", "volumeName"]],
    ["the volume of something else", undefined, web, ["spec", "volumeName"]],
    ["the quota of a tier", "Kyverno", { ...web, apiVersion: "v1", kind: "ResourceQuota", name: "tier" }, ["spec", "hard", "pods"]],
    ["the limits of a tier", "Kyverno", { ...web, apiVersion: "v1", kind: "LimitRange", name: "tier" }, ["spec", "limits", 0, "max"]],
    ["a quota of somebody else", undefined, { ...web, apiVersion: "v1", kind: "ResourceQuota", name: "own" }, ["spec", "hard", "pods"]],
    ["a VPA of Goldilocks", "Goldilocks", { ...vpa, name: "goldilocks-web" }, ["spec", "updatePolicy"]],
    ["a VPA of the stack", undefined, vpa, ["spec", "updatePolicy"]],
    ["the certificate that a slice of resources is asked with", "Liqo", slice, ["spec", "csr"]],
    ["the resources that are asked for", undefined, slice, ["spec", "resources", "cpu"]],
    [
      "a webhook's certificate",
      "whoever serves the webhook",
      { apiVersion: "admissionregistration.k8s.io/v1", kind: "MutatingWebhookConfiguration", namespace: "", name: "kyverno" },
      ["webhooks", 1, "clientConfig", "caBundle"],
    ],
    [
      "where a webhook is served",
      undefined,
      { apiVersion: "admissionregistration.k8s.io/v1", kind: "MutatingWebhookConfiguration", namespace: "", name: "kyverno" },
      ["webhooks", 1, "clientConfig", "service", "name"],
    ],
  ])("%s: %s", (_what, expected, object, path) => {
    expect(owner(object, ...path)).toBe(expected);
  });
});

describe("what a stack's own workloads say", () => {
  it("is derived from who may touch them: replicas are KEDA's of exactly those that it scales, requests the VPA's likewise", async () => {
    const { workloads } = loadStack(await loadDefinition("homelab"), parseStackConfig({}, "Pulumi.homelab.yaml"));
    const rules = ignoreRules(workloads);
    const ownerOf = (namespace: string, name: string, path: Path): string | undefined =>
      ruleFor(rules, deployment(namespace, name), path)?.owner;
    const expected = workloads.map((workload) => {
      const { keda, vpa } = coordinationOf(workload);
      return [workload.id, keda.allowed ? "KEDA" : undefined, vpa.allowed ? "VPA" : undefined];
    });
    const requests: Path = ["spec", "template", "spec", "containers", 0, "resources", "requests", "cpu"];
    expect(
      workloads.map(({ id, namespace, name }) => [id, ownerOf(namespace, name, ["spec", "replicas"]), ownerOf(namespace, name, requests)]),
    ).toEqual(expected);
    expect(expected.filter(([, keda]) => keda === "KEDA").length).toBeGreaterThan(0);
  });
});
