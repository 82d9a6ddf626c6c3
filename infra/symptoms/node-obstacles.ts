import type { Node } from "../observe/api/node";
import type { Pod } from "../observe/api/pod";
import { isLifecycleTaint } from "../observe/machines/taints";
import { podRequests } from "../observe/pod-resources";
import { formatTaint, tolerates } from "../placement/constraints/taints";
import type { ClusterInPlan } from "./cluster-in-plan";
import { readOrNone } from "./lists";
import { lackingRoom, podsOn } from "./node-room";

/** What keeps a pod from a node that is meant to take it. */
export interface Obstacle {
  readonly text: string;
  readonly fix: string;
}

/** Empty too where nodes may not be read. */
export function obstaclesOf(name: string, pod: Pod, cluster: ClusterInPlan): readonly Obstacle[] {
  if (typeof cluster.readings.nodes === "string") {
    return [];
  }
  const node = readOrNone(cluster.readings, "nodes").find(({ metadata }) => metadata.name === name);
  if (node === undefined) {
    return [
      { text: "is not in the cluster", fix: `bring ${name} back; until then: npm run plan ${cluster.stack.name} -- --without ${name}` },
    ];
  }
  if (!isNodeReady(node)) {
    return [{ text: "is not ready", fix: `bring ${name} back: docs/recovery.md` }];
  }
  return [
    ...(node.spec.unschedulable ? [{ text: "is cordoned", fix: `kubectl uncordon ${name}` }] : []),
    ...foreignTaints(node, pod),
    ...missingLabels(node, pod, cluster),
    ...lackingRoom(podRequests(pod.spec, pod.status), node, cluster).map((text) => ({ text, fix: roomFix(name, cluster) })),
  ];
}

export function isNodeReady({ status }: Pick<Node, "status">): boolean {
  return status.conditions.some((condition) => condition.type === "Ready" && condition.status === "True");
}

function foreignTaints({ metadata, spec }: Node, pod: Pod): readonly Obstacle[] {
  const tolerations = pod.spec.tolerations.map(({ key, operator, value, effect }) => ({
    operator: operator === "Exists" ? ("Exists" as const) : ("Equal" as const),
    ...(key === "" ? {} : { key }),
    value,
    ...(isEffect(effect) ? { effect } : {}),
  }));
  return spec.taints
    .filter(({ key, effect }) => effect !== "PreferNoSchedule" && !isLifecycleTaint(key))
    .filter((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)))
    .map((taint) => ({
      text: `has the taint ${formatTaint(taint)}, which it does not tolerate`,
      fix: `kubectl taint node ${metadata.name} ${taint.key}:${taint.effect}-, or write the taint into the hardware table`,
    }));
}

function isEffect(effect: string): effect is "NoSchedule" | "PreferNoSchedule" | "NoExecute" {
  return ["NoSchedule", "PreferNoSchedule", "NoExecute"].includes(effect);
}

/** Labels that the pod selects by, that the tables give the node, and that it has not got. */
function missingLabels({ metadata }: Node, { spec }: Pod, { stack }: ClusterInPlan): readonly Obstacle[] {
  const expected = stack.problem.nodes.find(({ name }) => name === metadata.name)?.labels ?? {};
  const terms = spec.affinity.nodeAffinity.required.flatMap(({ matchExpressions }) => matchExpressions.map(({ key }) => key));
  return [...new Set([...Object.keys(spec.nodeSelector), ...terms])]
    .filter((key) => expected[key] !== undefined && metadata.labels[key] !== expected[key])
    .map((key) => ({
      text: `lacks the label ${key}=${expected[key] ?? ""}`,
      fix: key.startsWith("berth.dev/") ? `pulumi up -s ${stack.name} sets it` : "discovery sets it: look whether it runs on the node",
    }));
}

const mostNamed = 3;

/** Who has the room that was planned for the pod. */
function roomFix(name: string, cluster: ClusterInPlan): string {
  const { stack } = cluster;
  const strangers = podsOn(name, cluster).filter(({ pod, workload, planned }) =>
    workload === undefined
      ? true
      : planned !== undefined && ![...planned.nodes, ...(planned.leftBehind ?? [])].includes(pod.spec.nodeName ?? ""),
  );
  if (strangers.length === 0) {
    return `npm run plan ${stack.name} again with what really runs; npm run rightsize ${stack.name} shows what requests too much`;
  }
  const named = strangers.slice(0, mostNamed).map(({ id }) => id);
  const more = strangers.length > mostNamed ? ` and ${strangers.length - mostNamed} more` : "";
  return `pods that are not planned there have the room: ${named.join(", ")}${more}; restart them, or plan with them`;
}
