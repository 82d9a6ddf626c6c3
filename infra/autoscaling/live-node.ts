import { type LabelSelector, selects } from "../selectors/label-selector";
import type { Obstacle } from "./scaling-document";

export interface LivePod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Kind of what keeps it; absent for a pod that nothing starts again. */
  readonly ownerKind?: string;
  readonly finished: boolean;
}

export interface LiveBudget {
  readonly namespace: string;
  readonly name: string;
  readonly selector: LabelSelector;
  /** How many of its pods may be evicted now. */
  readonly disruptionsAllowed: number;
  readonly expectedPods: number;
}

/** What a cluster says of a node that is to go, and of the others. */
export interface LiveNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Its pods, DaemonSets' and static ones included. */
  readonly pods: readonly LivePod[];
  /** Volumes that are only there, as `namespace/claim`. */
  readonly localClaims: readonly string[];
  /** Budgets of the cluster. */
  readonly budgets: readonly LiveBudget[];
  /** Other nodes that are not ready, or take no pods. */
  readonly unavailableNodes: readonly string[];
}

const controlPlaneLabels = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/etcd"];

/**
 * What the running cluster says against giving a node back. It knows what the tables do not: where pods and their data
 * really are, and how many may go now.
 */
export function liveObstacles(node: LiveNode): readonly Obstacle[] {
  const { name, labels, localClaims, unavailableNodes } = node;
  const obstacle = (subject: string, because: string, ...remedies: readonly string[]): Obstacle => ({
    node: name,
    subject,
    because,
    remedies,
  });
  const evicted = node.pods.filter(({ ownerKind, finished }) => ownerKind !== "DaemonSet" && ownerKind !== "Node" && !finished);
  return [
    ...(controlPlaneLabels.some((label) => labels[label] !== undefined)
      ? [obstacle("etcd", "it runs the control plane and is a member of etcd", "keep the control planes: only agents are given back")]
      : []),
    ...unavailableNodes.map((other) =>
      obstacle(
        other,
        "is not ready or takes no pods, so that less is left than is planned with",
        `mend ${other} first, or kubectl uncordon ${other}`,
      ),
    ),
    ...localClaims.map((claim) =>
      obstacle(
        claim,
        "the volume of this claim is on the node's own disk and goes with it",
        "of a database's replica: delete the claim and its pod, have the operator build the replica anew elsewhere, and wait until it has caught up",
        "of anything else: copy the data away, and delete the claim",
      ),
    ),
    ...evicted
      .filter(({ ownerKind }) => ownerKind === undefined)
      .map((pod) => obstacle(idOf(pod), "nothing starts this pod again elsewhere", "delete it if it is not needed")),
    ...evicted.flatMap((pod) => budgetObstacle(pod, node, obstacle)),
  ];
}

function budgetObstacle(
  pod: LivePod,
  { budgets }: LiveNode,
  obstacle: (subject: string, because: string, ...remedies: readonly string[]) => Obstacle,
): readonly Obstacle[] {
  const [first, ...others] = budgets.filter(({ namespace, selector }) => namespace === pod.namespace && selects(selector, pod.labels));
  if (first !== undefined && others.length > 0) {
    const names = [first, ...others].map(({ name }) => name).sort();
    return [
      obstacle(
        idOf(pod),
        `has ${names.length} disruption budgets (${names.join(", ")}), and with more than one no eviction succeeds`,
        "delete all but one",
      ),
    ];
  }
  if (first === undefined || first.disruptionsAllowed > 0 || first.expectedPods === 0) {
    return [];
  }
  return [
    obstacle(
      idOf(pod),
      `its disruption budget ${first.name} lets none of its ${first.expectedPods} pods go now`,
      "wait until all of them are ready, or run one more for as long as the drain lasts",
    ),
  ];
}

function idOf({ namespace, name }: Pick<LivePod, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}
