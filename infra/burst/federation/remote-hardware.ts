import { reservationOf } from "../../hardware/allocatable";
import type { HardwareProfile, Machine } from "../../hardware/machine";
import { memoryBytes } from "../../quantities/quantity";
import { memoryOverheadPercent } from "../burst-pool";
import type { FederationProfile } from "./federation-schema";

const maxPods = 110;

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

function server({ instanceType, vcpus, memory, zone }: FederationProfile): Machine {
  const bytes = Math.floor((memoryBytes(memory) * (100 - memoryOverheadPercent)) / 100);
  const reserved = reservationOf("k3s", "control-plane");
  return {
    name: "server",
    role: "control-plane",
    pool: "remote",
    cpuModel: instanceType,
    cores: Math.ceil(vcpus / 2),
    threads: vcpus,
    memoryBytes: bytes,
    allocatable: {
      cpuMilli: vcpus * 1000 - reserved.cpuMilli,
      memoryBytes: bytes - reserved.memoryBytes,
      pods: maxPods,
      extended: {},
    },
    power: { idleWatts: 0, fullWatts: 0 },
    gpus: [],
    cards: [],
    devices: [],
    extensions: [],
    // Karpenter's pods are spread over zones: a node without one gets none of them.
    labels: { "topology.kubernetes.io/zone": zone },
    discoveredLabels: {},
    taints: [],
  };
}
