import { reservationOf } from "../../hardware/allocatable";
import type { HardwareProfile, Machine } from "../../hardware/machine";
import { instanceCapacity } from "../instance-capacity";
import type { FederationProfile } from "./federation-schema";

/**
 * The remote cluster as a table of one machine: its server, which takes pods too. Rented nodes come and go, and are in no
 * table.
 */
export function remoteHardware(clusterName: string, remote: FederationProfile): HardwareProfile {
  return {
    clusterName: `${clusterName}-burst`,
    // As the server reaches itself. Others come by an address that is known only once it is allocated.
    endpoint: "https://127.0.0.1:6443",
    kubernetesVersion: /^v([\d.]+)\+/.exec(remote.k3sVersion)?.[1] ?? "",
    operatingSystem: { kind: "k3s", version: remote.k3sVersion },
    allowSchedulingOnControlPlanes: true,
    network: { nameservers: [], ntp: [], podSubnets: [remote.podCidr], serviceSubnets: [remote.serviceCidr] },
    hosts: [],
    cards: [],
    machines: [server(remote)],
    fleets: [],
    containers: [],
  };
}

function server(remote: FederationProfile): Machine {
  return {
    name: "server",
    role: "control-plane",
    pool: "remote",
    cpuModel: remote.instanceType,
    ...instanceCapacity(remote, reservationOf("k3s", "control-plane")),
    power: { idleWatts: 0, fullWatts: 0 },
    gpus: [],
    cards: [],
    devices: [],
    extensions: [],
    // Karpenter's pods are spread over zones: a node without one gets none of them.
    labels: { "topology.kubernetes.io/zone": remote.zone },
    discoveredLabels: {},
    taints: [],
  };
}
