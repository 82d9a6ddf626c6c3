import type { HardwareTable } from "../../hardware/schema";
import { dnsNameOf } from "../dns-name";
import type { Remarks } from "../remarks";
import type { ClusterSnapshot } from "../snapshot";
import type { Pod } from "../api/pod";
import { endpointOf } from "./endpoint";
import { kubernetesVersionOf } from "./kubernetes-version";
import { machineRowOf } from "./machine-row";
import { machinesOfPods } from "./machines-of-pods";
import { allowsSchedulingOnControlPlanes } from "./open-control-planes";
import { operatingSystemOf } from "./operating-system";
import { usableNodes } from "./usable-nodes";

/** What workloads ask of nodes, as far as it decides what the hardware table has to say. */
export interface NodeDemand {
  readonly selectedKeys: ReadonlySet<string>;
  readonly requested: ReadonlyMap<string, number>;
}

/** The hardware table of a cluster. `activePods` are the pods that hold room on a node. */
export function hardwareTableOf(
  snapshot: ClusterSnapshot,
  activePods: readonly Pod[],
  demand: NodeDemand,
  remarks: Remarks,
): HardwareTable {
  const nodes = snapshot.nodes === undefined ? undefined : usableNodes(snapshot.nodes, remarks);
  const kubernetesVersion = kubernetesVersionOf(snapshot.gitVersion, nodes, remarks);
  const operatingSystem = operatingSystemOf(nodes, kubernetesVersion, remarks);
  const allowSchedulingOnControlPlanes = allowsSchedulingOnControlPlanes(nodes ?? [], operatingSystem.kind);
  const context = { ...demand, system: operatingSystem.kind, allowSchedulingOnControlPlanes, remarks };
  const machines = nodes?.map((node, index) => machineRowOf(node, index, context)) ?? machinesOfPods(activePods, remarks);
  return {
    cluster: {
      name: dnsNameOf(snapshot.clusterName, "cluster"),
      endpoint: endpointOf(snapshot.server, machines, remarks),
      kubernetesVersion,
      operatingSystem,
      ...(allowSchedulingOnControlPlanes ? { allowSchedulingOnControlPlanes } : {}),
    },
    machines: [...machines],
  };
}
