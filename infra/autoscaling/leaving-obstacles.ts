import type { Plan } from "../placement/plan-document";
import type { PlacementProblem } from "../placement/problem";
import { allowedDisruptions } from "../workloads/disruption";
import type { Workload } from "../workloads/workload";
import type { Obstacle } from "./scaling-document";

/**
 * What the tables and the plan say against giving a node back, beside whether the others can hold its pods. Where the
 * tables do not say what runs on a node, what is planned there is taken to run there.
 *
 * @param plan The plan with the node.
 */
export function leavingObstacles(node: string, problem: PlacementProblem, plan: Plan, workloads: readonly Workload[]): readonly Obstacle[] {
  const row = problem.nodes.find(({ name }) => name === node);
  if (row?.runsControlPlane ?? row?.controlPlane ?? false) {
    return [
      {
        node,
        subject: "etcd",
        because: "it runs the control plane and is a member of etcd, which would be left with a smaller majority",
        remedies: ["keep the control planes: only the nodes after them are given back"],
      },
    ];
  }
  const replicasOf = new Map(problem.workloads.map(({ id, replicas }) => [id, replicas]));
  return workloads
    .filter((workload) => runsOn(node, workload, plan))
    .flatMap((workload) => obstacleOf(node, workload, replicasOf.get(workload.id) ?? 0));
}

function runsOn(node: string, { kind, namespace, name, current }: Workload, plan: Plan): boolean {
  if (kind === "DaemonSet" || kind === "StaticPod") {
    return false;
  }
  if (Object.keys(current).length > 0) {
    return (current[node] ?? 0) > 0;
  }
  return plan.workloads.some((planned) => planned.namespace === namespace && planned.name === name && planned.nodes.includes(node));
}

function obstacleOf(node: string, workload: Workload, replicas: number): readonly Obstacle[] {
  const { id, disruption, immovable, volumes } = workload;
  const volume = volumes.find(({ storage }) => storage === "node-local")?.name;
  if (volume !== undefined) {
    const replica = disruption === "operator" ? "a replica of a database" : "a pod";
    return [
      {
        node,
        subject: id,
        because: `${replica} has its data there: volume "${volume}" is on the node's own disk and goes with it`,
        remedies: [
          disruption === "operator"
            ? "have the operator build the replica anew on another node (delete its claim and pod there), and wait until it has caught up"
            : "copy the data to a node that stays, or to a volume of the network",
          "require for it what only the first nodes have, so that none comes here",
        ],
      },
    ];
  }
  if (immovable !== undefined) {
    return [{ node, subject: id, because: `it may not move: ${immovable}`, remedies: ["move it by hand first"] }];
  }
  if (disruption !== undefined && disruption !== "operator" && replicas > 0 && allowedDisruptions(disruption, replicas) === 0) {
    return [
      {
        node,
        subject: id,
        because: `its disruption budget (${JSON.stringify(disruption)} of ${replicas}) lets no pod go, so that a drain would never end`,
        remedies: ["run one more of it for as long as the drain lasts", "give it a budget that allows an eviction"],
      },
    ];
  }
  return [];
}
