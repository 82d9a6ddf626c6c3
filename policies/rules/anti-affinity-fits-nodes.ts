import { z } from "zod";
import { selects } from "../../infra/selectors/label-selector";
import { defineRule } from "../rule";

/** Replicas that may not share a node are no more than there are nodes. */
export const antiAffinityFitsNodes = defineRule({
  id: "anti-affinity-fits-nodes",
  displayName: "Replicas that keep apart have a node each",
  description:
    "A workload whose required anti-affinity keeps its own pods off each other's nodes has no more replicas than there are nodes.",
  why: "The replicas beyond the number of nodes stay Pending for ever, and a rolling update that starts a new pod first waits for a node that does not exist.",
  remediation: "Ask for fewer replicas, add nodes, or prefer the anti-affinity instead of requiring it.",
  group: "placement",
  severity: "high",
  view: "resource",
  settings: {
    nodes: z
      .number()
      .int()
      .min(0)
      .default(0)
      .describe(
        "How many nodes there are; 0: not known, then nothing is checked. Where a whole Berth stack is checked, its machines are counted instead.",
      ),
  },
  check(subject, cluster, settings) {
    const nodes = cluster.nodeCount ?? settings.nodes;
    if (
      subject.type !== "workload" ||
      subject.kind === "DaemonSet" ||
      subject.replicas === undefined ||
      subject.replicas <= nodes ||
      nodes === 0
    ) {
      return [];
    }
    const { namespace, pod, replicas, label } = subject;
    const keepsApart = pod.requiredAntiAffinity.some(
      ({ topologyKey, selector, namespaces }) =>
        topologyKey === "kubernetes.io/hostname" && (namespaces ?? [namespace]).includes(namespace) && selects(selector, pod.labels),
    );
    return keepsApart ? [{ message: `${label} has ${replicas} replicas that may not share a node, and there are ${nodes} nodes.` }] : [];
  },
});
