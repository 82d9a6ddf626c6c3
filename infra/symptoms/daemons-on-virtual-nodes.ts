import { isVirtualNode } from "../burst/federation/virtual-node";
import { controllerOf } from "../observe/api/metadata";
import { isLiving } from "./cluster-in-plan";
import { defineSymptom, type SymptomFinding } from "./symptom";

/** DaemonSets that somebody else deploys, and that take a virtual node for a machine. */
export const daemonsOnVirtualNodes = defineSymptom({
  name: "daemons-on-virtual-nodes",
  title: "DaemonSets with a pod for another cluster",
  needs: ["nodes", "pods"],
  find: ({ nodes, pods }): readonly SymptomFinding[] => {
    const virtual = new Set(nodes.flatMap(({ metadata }) => (isVirtualNode(metadata.labels) ? [metadata.name] : [])));
    return pods.flatMap((pod): readonly SymptomFinding[] => {
      const { metadata, spec } = pod;
      const controller = controllerOf(metadata);
      return controller?.kind !== "DaemonSet" || spec.nodeName === undefined || !virtual.has(spec.nodeName) || !isLiving(pod)
        ? []
        : [
            {
              severity: "warning",
              subject: `DaemonSet ${metadata.namespace}/${controller.name}`,
              seen: `has a pod on ${spec.nodeName}`,
              why: "it tolerates every taint, and that node stands for another cluster, to which its namespace is not opened: the pod waits for ever, and a rollout with it",
              fix: "require nodes without the label liqo.io/type in its values: docs/burst.md has the affinity",
            },
          ];
    });
  },
});
