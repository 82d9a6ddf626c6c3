import type { OperatingSystem } from "../../hardware/schema";
import type { Node } from "../api/node";
import type { Remarks } from "../remarks";

/** K3s without a build number of its own; stands for every system that is neither Talos nor K3s. */
const otherSystem = "k3s1";

/**
 * What the machines run: Talos by the nodes' `osImage` (`Talos (v1.12.3)`), K3s by the kubelet's version
 * (`v1.35.4+k3s1`). The tables know no other. Any other system is written as K3s, which reserves nothing and taints
 * nothing on its own: since the tables carry what the nodes report, planning goes by that alone.
 */
export function operatingSystemOf(nodes: readonly Node[] | undefined, kubernetesVersion: string, remarks: Remarks): OperatingSystem {
  const systems = new Map<string, OperatingSystem>();
  for (const { status } of nodes ?? []) {
    const { osImage, kubeletVersion } = status.nodeInfo;
    const talos = /^Talos \((v\d+\.\d+\.\d+)/.exec(osImage)?.[1];
    const k3s = /^v\d+\.\d+\.\d+\+k3s\d+$/.test(kubeletVersion) ? kubeletVersion : undefined;
    if (talos !== undefined) {
      systems.set(`talos ${talos}`, { kind: "talos", version: talos });
    } else if (k3s !== undefined) {
      systems.set(`k3s ${k3s}`, { kind: "k3s", version: k3s });
    } else {
      systems.set(`other ${osImage}`, { kind: "k3s", version: `v${kubernetesVersion}+${otherSystem}` });
    }
  }
  const names = [...systems.keys()].sort();
  const chosen = names.find((name) => name.startsWith("talos")) ?? names[0];
  const system = chosen === undefined ? undefined : systems.get(chosen);
  if (chosen === undefined || system === undefined) {
    remarks.add("assumed", "operating system", "unknown, since no node could be read; the table says K3s");
    return { kind: "k3s", version: `v${kubernetesVersion}+${otherSystem}` };
  }
  if (names.length > 1) {
    remarks.add("changed", "operating system", `the nodes differ (${names.join(", ")}); the table has one for all: ${chosen}`);
  }
  if (chosen.startsWith("other ")) {
    remarks.add(
      "changed",
      "operating system",
      `"${chosen.slice("other ".length)}" is neither Talos nor K3s; the table says K3s, which fits for planning and not for bringing the cluster up`,
    );
  }
  return system;
}
