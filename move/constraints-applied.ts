import { z } from "zod";
import type { Finding } from "../infra/diagnostics/finding";
import { podSchema } from "../infra/observe/api/pod";
import { tolerates } from "../infra/placement/constraints/taints";
import type { MovePlan } from "../infra/placement/move-plan/move-document";
import { meetsRequirement } from "../infra/selectors/label-requirement";
import { ApiError, type ClusterApi } from "../kubernetes-api/cluster-api";
import { type LiveCluster, type LiveController, type LiveNode, objectKey } from "./live-cluster";
import type { LiveWorkload, MatchedPods } from "./live-workloads";
import type { MovingTarget } from "./plan-live";

const fieldManager = "berth-move";

/**
 * Where a new pod of what is to move would not be kept to the nodes that the plan allows: its constraints are not applied,
 * and a step would stop pods that then start anywhere. Asks the API server what would become of a pod, and makes none.
 */
export async function constraintFindings(
  api: ClusterApi,
  { allowed, plan }: MovingTarget,
  cluster: LiveCluster,
  { workloads }: MatchedPods,
  { steps }: MovePlan,
): Promise<readonly Finding[]> {
  const ids = new Set(steps.filter(({ action }) => action === "move").map(({ namespace, name }) => `${namespace}/${name}`));
  const findings: Finding[] = [];
  for (const id of [...ids].sort()) {
    const live = workloads.get(id);
    const planned = plan.workloads.find(({ namespace, name }) => `${namespace}/${name}` === id)?.nodes ?? [];
    for (const controller of live === undefined ? [] : controllersOf(live, cluster)) {
      const open = await nodesOpenTo(api, controller, cluster.nodes);
      const path = `${controller.namespace}/${controller.name}`;
      const beyond = open?.filter((node) => allowed.get(id)?.has(node) !== true) ?? [];
      if (beyond.length > 0) {
        findings.push({ path, message: `could start on ${beyond.join(", ")}, where the plan does not allow it`, fix: applyFirst });
      } else if (open !== undefined && !planned.some((node) => open.includes(node))) {
        findings.push({ path, message: `could start on none of its planned nodes (${planned.join(", ")})`, fix: applyFirst });
      }
    }
  }
  return findings;
}

const applyFirst = "apply the plan first (pulumi up), and see that Kyverno runs";

/** What makes the pods of a workload; of one that an operator keeps, nothing is known. */
function controllersOf({ row, controller, pods }: LiveWorkload, { controllers }: LiveCluster): readonly LiveController[] {
  if (controller !== undefined) {
    return [controller];
  }
  if (!row.estimated) {
    return [];
  }
  const keys = pods.flatMap(({ namespace, workload, ownerKind = "" }) => {
    const name = workload?.slice(namespace.length + 1);
    return name === undefined ? [] : [objectKey(ownerKind, { namespace, name })];
  });
  return [...new Set(keys)].sort().flatMap((key) => controllers.get(key) ?? []);
}

/** The nodes on which a new pod might start by its labels and their taints; undefined where the API server does not say. */
async function nodesOpenTo(
  api: ClusterApi,
  { namespace, name, template }: LiveController,
  nodes: readonly LiveNode[],
): Promise<readonly string[] | undefined> {
  const { labels, annotations } = metadataSchema.parse(template.metadata);
  const metadata = { namespace, name: `${name.slice(0, 40)}-move-probe`, labels, annotations };
  try {
    const admitted = await api.apply({ apiVersion: "v1", kind: "Pod", metadata, spec: template.spec }, { fieldManager, dryRun: true });
    const pod = admittedSchema.parse(admitted);
    return nodes.filter((node) => mayStart(pod, node)).map((node) => node.name);
  } catch (error) {
    // A quota that has no room for one pod more, or an account that may make none: the steps look where pods land anyway.
    if (error instanceof ApiError && error.status === 403) {
      return undefined;
    }
    throw error;
  }
}

const textMap = z.record(z.string(), z.string()).default({});
const metadataSchema = z.object({ labels: textMap, annotations: textMap });
const admittedSchema = podSchema.pick({ spec: true });

function mayStart({ spec }: z.output<typeof admittedSchema>, { labels, taints }: LiveNode): boolean {
  const required = spec.affinity.nodeAffinity.required;
  return (
    Object.entries(spec.nodeSelector).every(([key, value]) => labels[key] === value) &&
    (required.length === 0 ||
      required.some(({ matchExpressions }) => matchExpressions.every((requirement) => meetsRequirement(requirement, labels)))) &&
    taints.every((taint) => taint.effect === "PreferNoSchedule" || spec.tolerations.some((toleration) => isTolerated(toleration, taint)))
  );
}

function isTolerated(
  { key, operator, value, effect }: z.output<typeof admittedSchema>["spec"]["tolerations"][number],
  taint: LiveNode["taints"][number],
): boolean {
  const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;
  const named = effects.find((known) => known === effect);
  return tolerates(
    {
      operator: operator === "Exists" ? "Exists" : "Equal",
      ...(key === "" ? {} : { key }),
      ...(value === "" ? {} : { value }),
      ...(named === undefined ? {} : { effect: named }),
    },
    taint,
  );
}
