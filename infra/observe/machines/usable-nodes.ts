import { isVirtualNode } from "../../burst/federation/virtual-node";
import { dnsLabel } from "../../schema/fields";
import type { Node } from "../api/node";
import type { Remarks } from "../remarks";

/** The nodes that are machines of the tables, by name. What is left out is said. */
export function usableNodes(nodes: readonly Node[], remarks: Remarks): readonly Node[] {
  return nodes
    .filter((node) => {
      const reason = unusable(node);
      if (reason !== undefined) {
        remarks.add("left out", `node ${node.metadata.name}`, reason);
      }
      return reason === undefined;
    })
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

function unusable({ metadata, spec, status }: Node): string | undefined {
  const { labels, name } = metadata;
  if (
    labels["type"] === "virtual-kubelet" ||
    isVirtualNode(labels) ||
    spec.taints.some(({ key }) => key === "virtual-kubelet.io/provider")
  ) {
    return "is a virtual node, which stands for another cluster, with all pods on it";
  }
  if (status.nodeInfo.operatingSystem !== "linux") {
    return `runs ${status.nodeInfo.operatingSystem}, with all pods on it: the tables know Linux only`;
  }
  return dnsLabel.safeParse(name).success
    ? undefined
    : "has dots in its name, with all pods on it: machines of the tables have a name without dots";
}
