import { normalizeHardware } from "../../../../infra/hardware/normalize";
import type { HardwareProfile, Machine } from "../../../../infra/hardware/machine";

/** A cluster of rented servers: three with etcd, and agents beyond them. */
export function k3sHardware(nodes = 4, labels: Machine["labels"] = {}): HardwareProfile {
  const table = {
    cluster: {
      name: "mesh",
      endpoint: "https://k8s.example.com:6443",
      kubernetesVersion: "1.35.4",
      operatingSystem: { kind: "k3s", version: "v1.35.4+k3s1" },
      allowSchedulingOnControlPlanes: true,
    },
    machines: [],
    fleets: [{ name: "mesh", provider: "contabo", product: "V92", count: { min: 3, max: 6, initial: 3 }, servers: 3, pool: "general" }],
  };
  const { profile, findings } = normalizeHardware(table, nodes);
  if (profile === undefined) {
    throw new Error(JSON.stringify(findings));
  }
  return { ...profile, machines: profile.machines.map((machine) => ({ ...machine, labels: { ...machine.labels, ...labels } })) };
}
