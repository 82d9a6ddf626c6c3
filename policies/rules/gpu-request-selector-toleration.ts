import { z } from "zod";
import { capabilityKey } from "../../infra/hardware/capabilities";
import { isQuantity, parseQuantity } from "../../infra/quantities/quantity";
import { type ContainerView, type NodeConditionView, type PodView, type WorkloadView } from "../model/cluster";
import { anyGpuLabels, gpuVendors, type GpuVendor } from "../model/gpu-vendors";
import { tolerates } from "../model/taint-toleration";
import { decidedParts } from "../model/undecidable";
import { defineRule, type Violation } from "../rule";

/** A GPU is selected, requested and tolerated together, or not at all. */
export const gpuRequestSelectorToleration = defineRule({
  id: "gpu-request-selector-toleration",
  displayName: "A GPU is selected, requested and tolerated together",
  description:
    "A workload that selects nodes with a GPU requests the GPU (a whole number, limit equal to request) and tolerates its taint; one that requests it also selects and tolerates it; one that tolerates it also requests it. DaemonSets are excepted.",
  why: "A selector without a request takes a GPU node's place without the card, or uses the card uncounted; a request without the toleration stays Pending once the GPU nodes are tainted; a toleration without a request lets ordinary pods crowd the GPU nodes.",
  remediation:
    "Set all three: the extended resource in requests and limits, a GPU label in nodeSelector, and a toleration of the GPU's taint key; or remove all three.",
  group: "placement",
  severity: "high",
  view: "resource",
  settings: {
    requireSelector: z
      .boolean()
      .default(true)
      .describe(
        "Whether a workload that requests a GPU must select its nodes too. Without, the device plugin's resource alone leads it there, whatever the model.",
      ),
  },
  check(subject, _cluster, { requireSelector }) {
    // The DaemonSets on GPU nodes are the drivers, plugins and exporters that make the GPU usable.
    if (subject.type !== "workload" || subject.kind === "DaemonSet" || subject.kind === "StaticPod") {
      return [];
    }
    return decidedParts([() => checkSelection(subject, requireSelector), () => checkAmounts(subject)]);
  },
});

function checkSelection(workload: WorkloadView, requireSelector: boolean): readonly Violation[] {
  const { label, pod, specPath } = workload;
  const selected = selectedLabels(pod);
  const requested = requestedResources(pod.containers ?? []);
  // Devices claimed through dynamic resource allocation and containers that stand elsewhere are requests unseen here.
  const requestVisible = pod.containers !== undefined && !pod.claimsDevices;
  const violations: Violation[] = [];
  for (const vendor of gpuVendors) {
    const labels = selected.filter(({ key, vendors }) => vendor.isLabel(key) || vendors.includes(vendor.name)).map(({ key }) => key);
    const resource = requested.find((name) => vendor.isResource(name));
    const anyVendor = selected.filter(({ key }) => anyGpuLabels.has(key)).map(({ key }) => key);
    if (labels.length > 0 && resource === undefined && requestVisible) {
      violations.push({
        message: `${label} selects nodes with an ${vendor.name} GPU (${labels.join(", ")}), but none of its containers requests one.`,
      });
    }
    if (resource !== undefined && requireSelector && labels.length === 0 && anyVendor.length === 0) {
      violations.push({ message: `${label} requests ${resource}, but ${specPath} selects no label of nodes with that GPU.` });
    }
    if ((labels.length > 0 || resource !== undefined) && !toleratesGpu(pod, vendor, resource)) {
      const taint = resource === undefined ? vendor.taintKeys.join(" or ") : vendor.taintKeyOf(resource);
      violations.push({
        message: `${label} is meant for nodes with an ${vendor.name} GPU, but ${specPath}.tolerations does not tolerate their taint ${taint}.`,
      });
    }
    const tolerated = vendor.taintKeys.find((key) => pod.tolerations.some((toleration) => toleration.key === key));
    if (tolerated !== undefined && resource === undefined && labels.length === 0 && anyVendor.length === 0 && requestVisible) {
      violations.push({
        message: `${label} tolerates the GPU taint ${tolerated}, but none of its containers requests an ${vendor.name} GPU.`,
      });
    }
  }
  const ofSomeVendor = selected.some(({ key, vendors }) => vendors.length > 0 || gpuVendors.some((vendor) => vendor.isLabel(key)));
  const unspecific = selected.filter(({ key }) => anyGpuLabels.has(key)).map(({ key }) => key);
  if (
    unspecific.length > 0 &&
    !ofSomeVendor &&
    requestVisible &&
    !requested.some((name) => gpuVendors.some((vendor) => vendor.isResource(name)))
  ) {
    violations.push({ message: `${label} selects nodes with a GPU (${unspecific.join(", ")}), but none of its containers requests one.` });
  }
  return violations;
}

interface SelectedLabel {
  readonly key: string;
  /** Vendors that the selected values name; empty when the label says nothing about the vendor. */
  readonly vendors: readonly string[];
}

/** Labels that every node has that the pod may run on. */
function selectedLabels(pod: PodView): readonly SelectedLabel[] {
  const conditions: NodeConditionView[] = Object.entries(pod.nodeSelector).map(([key, value]) => ({
    key,
    operator: "In",
    values: [value],
  }));
  const alternatives = pod.requiredNodeTerms.map(({ matchExpressions }) => matchExpressions.filter(isPositive));
  const [first = [], ...others] = alternatives;
  // Terms are alternatives: only what all of them ask for holds wherever the pod runs.
  conditions.push(...first.filter(({ key }) => others.every((term) => term.some((condition) => condition.key === key))));
  return conditions.filter(isPositive).map(({ key, values }) => ({ key, vendors: key === capabilityKey.gpuVendor ? values : [] }));
}

function isPositive({ operator, values }: NodeConditionView): boolean {
  return operator === "Exists" || operator === "Gt" || (operator === "In" && values.some((value) => value !== "false"));
}

function requestedResources(containers: readonly ContainerView[]): readonly string[] {
  return [...new Set(containers.flatMap(({ requests, limits }) => [...Object.keys(requests), ...Object.keys(limits)]))].sort();
}

function toleratesGpu(pod: PodView, vendor: GpuVendor, resource: string | undefined): boolean {
  const keys = resource === undefined ? vendor.taintKeys : [vendor.taintKeyOf(resource)];
  return keys.some((key) => pod.tolerations.some((toleration) => tolerates(toleration, { key, effect: "NoSchedule" })));
}

/** Extended resources cannot be overcommitted: whole numbers, and the limit is what is requested. */
function checkAmounts({ label, pod }: WorkloadView): readonly Violation[] {
  return (pod.containers ?? []).flatMap((container) =>
    requestedResources([container])
      .filter((resource) => gpuVendors.some((vendor) => vendor.isResource(resource)))
      .flatMap((resource): Violation[] => {
        const { name, resourcesPath, requests, limits } = container;
        const limit = limits[resource];
        const request = requests[resource] ?? limit;
        const where = `container ${name} of ${label} (${resourcesPath})`;
        if (limit === undefined || request === undefined) {
          return [
            {
              message: `The ${where} requests ${resource} without a limit, which the API server refuses.`,
              remediation: `Set limits["${resource}"] to ${request ?? "the request"}.`,
            },
          ];
        }
        if (!isQuantity(limit) || !isQuantity(request) || parseQuantity(limit) !== parseQuantity(request)) {
          return [
            {
              message: `The ${where} requests ${request} of ${resource} but its limit is ${limit}.`,
              remediation: "Set request and limit to the same whole number.",
            },
          ];
        }
        return parseQuantity(limit) % 1_000_000_000n === 0n
          ? []
          : [
              {
                message: `The ${where} asks for ${limit} of ${resource}, which is not a whole number.`,
                remediation: "Ask for a whole number; share a card through its device plugin's settings.",
              },
            ];
      }),
  );
}
